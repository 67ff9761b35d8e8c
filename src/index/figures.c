/* What an index holds, in figures. */
#include "index.h"

#include <sys/stat.h>

int nlog_index_measure(nlog_index *index, nlog_index_figures *out, nlog_error *err)
{
	struct stat about;
	int rc;

	shelf_cancel(index->shelf);
	shelf_settle(index->shelf);
	rc = shelf_begin_reading(index->shelf, err);
	*out = (nlog_index_figures){
		.path = index->path,
		.head = index->state.head,
		.entries = index->state.entries,
		.bytes = stat(index->path, &about) == 0 ? (uint64_t)about.st_size : 0,
	};
	if (!rc)
		rc = sheaf_count(index->shelf, INDEX_NOTICE, &out->notices, err);
	return rc ? rc : sheaf_count(index->shelf, INDEX_SHOWN, &out->comparisons, err);
}

json_t *nlog_index_figures_to_json(const nlog_index_figures *figures)
{
	nlog_str path = NLOG_STR_INIT;
	json_t *object;

	nlog_str_add_visible(&path, nlog_slice_of(figures->path));
	object = json_pack("{s:s, s:s, s:s, s:I, s:I, s:I, s:I}", "format",
			   "noticelog-index/1", "path", nlog_str_text(&path), "head",
			   figures->head, "entries", (json_int_t)figures->entries,
			   "notices", (json_int_t)figures->notices, "comparisons",
			   (json_int_t)figures->comparisons, "bytes",
			   (json_int_t)figures->bytes);
	nlog_str_clear(&path);
	return object;
}
