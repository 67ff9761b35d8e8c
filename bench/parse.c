/* How fast are documents parsed, beside jansson reading the same content as JSON? */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <noticelog/alloc.h>
#include <noticelog/file.h>
#include <noticelog/parse.h>

#define ROUNDS 40
#define RUNS 5

/* The documents, and what they say in stored form. */
typedef struct {
	nlog_str document, stored;
	const char *name;
} text;

static double seconds(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int parse(const text *t, const nlog_register *reg, nlog_str *stored)
{
	nlog_findings findings = NLOG_FINDINGS_INIT;
	nlog_document *document = NULL;
	nlog_parsed parsed = {NULL, NULL};
	int rc = nlog_document_read(&document, t->name, nlog_str_slice(&t->document),
				    NLOG_DOCUMENT_UNKNOWN, &findings, NULL);

	if (!rc)
		rc = nlog_parse(&parsed, document, reg, t->name, &findings, NULL);
	if (!rc && stored && parsed.notice)
		nlog_notice_write(stored, parsed.notice);
	nlog_parsed_clear(&parsed);
	nlog_document_free(document);
	nlog_findings_clear(&findings);
	return rc;
}

static double parse_all(const text *texts, size_t count, const nlog_register *reg)
{
	double start = seconds();

	for (int round = 0; round < ROUNDS; round++)
		for (size_t i = 0; i < count; i++)
			(void)parse(&texts[i], reg, NULL);
	return seconds() - start;
}

static double load_all(const text *texts, size_t count)
{
	double start = seconds();

	for (int round = 0; round < ROUNDS; round++)
		for (size_t i = 0; i < count; i++)
			json_decref(json_loadb(texts[i].stored.data, texts[i].stored.len, 0,
					       NULL));
	return seconds() - start;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

int main(int argc, char **argv)
{
	text *texts;
	nlog_register *reg = NULL;
	size_t count = 0, documents = 0, stored = 0;
	double parsed[RUNS], loaded[RUNS];
	double parse_speed, load_speed;

	nlog_alloc_setup();
	nlog_register_builtin(&reg);
	texts = nlog_alloc_array((size_t)argc, sizeof(*texts));
	for (int i = 1; i < argc; i++) {
		text *t = &texts[count];

		t->name = argv[i];
		if (nlog_file_read(&t->document, argv[i], NLOG_FILE_LIMIT, NULL) ||
		    parse(t, reg, &t->stored) || !t->stored.len)
			continue;
		documents += t->document.len;
		stored += t->stored.len;
		count++;
	}
	for (int run = 0; run < RUNS; run++) {
		parsed[run] = parse_all(texts, count, reg);
		loaded[run] = load_all(texts, count);
	}
	qsort(parsed, RUNS, sizeof(*parsed), by_size);
	qsort(loaded, RUNS, sizeof(*loaded), by_size);
	parse_speed = (double)documents * ROUNDS / parsed[RUNS / 2] / 1e6;
	load_speed = (double)stored * ROUNDS / loaded[RUNS / 2] / 1e6;
	(void)printf("%zu documents of %.1f KB on average, median of %d runs\n", count,
		     (double)documents / 1000.0 / (double)count, RUNS);
	(void)printf("parse    %6.1f MB/s  %7.1f us a document\n", parse_speed,
		     parsed[RUNS / 2] * 1e6 / (double)count / ROUNDS);
	(void)printf("jansson  %6.1f MB/s  %7.1f us a document\n", load_speed,
		     loaded[RUNS / 2] * 1e6 / (double)count / ROUNDS);
	(void)printf("ratio    %.2f of jansson's time for each document\n",
		     parsed[RUNS / 2] / loaded[RUNS / 2]);
	return EXIT_SUCCESS;
}
