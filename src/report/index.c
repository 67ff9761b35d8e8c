/* What an index holds, as a report. */
#include <noticelog/view.h>

static void add_figure(nlog_report *report, const char *name, nlog_str *value)
{
	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_QUIET, "");
	nlog_report_add(report, NLOG_TONE_STRONG, name);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, value);
	nlog_report_add(report, NLOG_TONE_QUIET, "");
}

/* `3.1 MB`, `840 kB`: as people say it; JSON has the bytes. */
static void write_size(nlog_str *out, uint64_t bytes)
{
	if (bytes >= 1000000)
		nlog_str_addf(out, "%.1f MB", (double)bytes / 1e6);
	else
		nlog_str_addf(out, "%.0f kB", (double)bytes / 1e3);
}

void nlog_view_index(nlog_report *report, const nlog_index_figures *figures)
{
	const struct {
		const char *name;
		size_t count;
	} counts[] = {
		{"entries", figures->entries},
		{"notices", figures->notices},
		{"comparisons", figures->comparisons},
	};
	nlog_str value = NLOG_STR_INIT;

	nlog_report_begin(report, NLOG_BLOCK_LIST);
	nlog_str_add_visible(&value, nlog_slice_of(figures->path));
	add_figure(report, "index", &value);
	nlog_str_add(&value, figures->head);
	add_figure(report, "head", &value);
	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		nlog_str_addf(&value, "%zu", counts[i].count);
		add_figure(report, counts[i].name, &value);
	}
	write_size(&value, figures->bytes);
	add_figure(report, "size", &value);
}
