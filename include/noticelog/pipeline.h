/**
 * @file
 * Batches of work that pass through stages, several at a time.
 *
 * What one stage did with a batch the next one sees, whatever threads do them. What
 * stages share besides is theirs alone as long as they are in one lane.
 */
#ifndef NOTICELOG_PIPELINE_H
#define NOTICELOG_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct nlog_pipeline nlog_pipeline;

/** What is done to each batch. */
typedef struct {
	/**
	 * Do it. The first stage fills the batch.
	 *
	 * @return 0; NLOG_PIPELINE_LAST from the first stage: no batch comes after this
	 *         one; negative: the batch goes no further, and no other begins
	 */
	int (*work)(void *batch, nlog_pipeline *pipeline, void *data);
	/**
	 * 0: as many threads as there are work at it. Stages of the same other number
	 * are for one thread at a time, and do batches in their order.
	 */
	unsigned lane;
	/**
	 * Done before what older batches wait for: threads that find nothing to do wait
	 * for this.
	 */
	bool goes_first;
} nlog_stage;

/** Of nlog_stage.work, where it is the first stage's. */
#define NLOG_PIPELINE_LAST 1

/** A batch in `jobs` threads is at work, others wait for their turn; no more are begun. */
#define NLOG_PIPELINE_BATCHES(jobs) (2 * (jobs) + 2)

typedef struct {
	const nlog_stage *stages; /**< the first is in a lane */
	size_t stage_count;
	void *batches; /**< an array; each is used again when it has passed the last stage */
	size_t batch_count, batch_size;
	size_t jobs; /**< threads, the caller's among them; at most NLOG_JOBS_MAX */
	void *data;  /**< for every call */
} nlog_pipeline_plan;

/**
 * Pass batches through all stages until the first stage says which is the last.
 *
 * All that were begun before a batch that fails go on to the end: of several it is
 * the first that is told, however many threads there are.
 *
 * @return the first batch that failed; NULL: none
 */
void *nlog_pipeline_run(const nlog_pipeline_plan *plan);

/**
 * From a stage in a lane: see that all earlier batches have passed the last stage. The
 * caller's thread works at them meanwhile, in its lane as elsewhere.
 *
 * @return 0; negative: one of them failed, and the stage should end
 */
int nlog_pipeline_settle(nlog_pipeline *pipeline, const void *batch);

#endif
