/* The register: the built-in one, reading, and looking things up. */
#include <noticelog/register.h>

#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <noticelog/field.h>
#include <noticelog/json.h>
#include <noticelog/parallel.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static nlog_register *builtin(void)
{
	nlog_register *reg;

	nlog_alloc_setup();
	nlog_register_builtin(&reg);
	return reg;
}

static nlog_date day(const char *iso)
{
	nlog_date date = {0};

	cr_assert(nlog_date_from_iso(&date, nlog_slice_of(iso)), "%s", iso);
	return date;
}

Test(register, reads_back_what_it_writes)
{
	nlog_register *reg = builtin(), *again = NULL;
	char digest[NLOG_DIGEST_SIZE], digest_again[NLOG_DIGEST_SIZE];
	nlog_str stored = NLOG_STR_INIT, stored_again = NLOG_STR_INIT;
	nlog_error err = NLOG_ERROR_INIT;

	nlog_register_write(&stored, reg);
	cr_assert_eq(
		nlog_register_read(&again, "register.json", nlog_str_slice(&stored), &err),
		0, "%u:%u: %s", err.line, err.column, err.text);
	nlog_register_write(&stored_again, again);
	nlog_register_digest(digest, reg);
	nlog_register_digest(digest_again, again);
	cr_assert_str_eq(nlog_str_text(&stored), nlog_str_text(&stored_again));
	cr_assert_str_eq(digest, digest_again);
	cr_assert(json_equal((json_t *)nlog_register_members(reg),
			     (json_t *)nlog_register_members(again)));
	cr_assert_str_eq(nlog_register_organization(again),
			 "Asian Productivity Organization");
	cr_assert_str_eq(nlog_register_domain(again), "apo-tokyo.org");
	nlog_str_clear(&stored);
	nlog_str_clear(&stored_again);
	nlog_register_free(reg);
	nlog_register_free(again);
}

Test(register, finds_economies_however_they_are_spelled)
{
	static const struct {
		const char *printed, *name;
	} rows[] = {
		{"Japan", "Japan"},
		{"  jAPAN ", "Japan"},
		{"JP", "Japan"},
		{"jp", "Japan"},
		{"Laos", "Lao PDR"},
		{"Lao  PDR", "Lao PDR"},
		{"the Philippines", "Philippines"},
		{"The Philippines", "Philippines"},
		{"Turkey", "Türkiye"},
		{"türkiye", "Türkiye"},
		{"TÜRKIYE", "Türkiye"},
		{"TÜRKİYE", "Türkiye"},
		{"Tu\xcc\x88rkiye", "Türkiye"},
		{"Viet Nam", "Vietnam"},
		{"Viet\xc2\xa0Nam", "Vietnam"},
		{"IR Iran", "Islamic Republic of Iran"},
		{"I.R. Iran", "Islamic Republic of Iran"},
		{"the Islamic Republic of Iran", "Islamic Republic of Iran"},
		{"Republic of China (ROC)", "Republic of China"},
		{"ROC", "Republic of China"},
		{"Republic of Korea", "Republic of Korea"},
		{"Lao People\xe2\x80\x99s Democratic Republic", "Lao PDR"},
		{"Hong Kong", "Hong Kong"},
		{"Korea", NULL},
		{"China", NULL},
		{"Bhutan", NULL},
		{"", NULL},
		{"the ", NULL},
		{"\xff\xfe", NULL},
		{"Japan\xff", NULL},
		{"All Member Countries", NULL},
	};
	nlog_register *reg = builtin();

	for (size_t i = 0; i < COUNT(rows); i++) {
		const nlog_economy *found =
			nlog_register_find_economy(reg, nlog_slice_of(rows[i].printed));

		if (rows[i].name)
			cr_expect(found && strcmp(found->name, rows[i].name) == 0, "%s",
				  rows[i].printed);
		else
			cr_expect_null(found, "%s", rows[i].printed);
	}
	cr_expect_null(nlog_register_find_economy(reg, (nlog_slice){NULL, 0}));
	nlog_register_free(reg);
}

Test(register, calls_the_end_of_a_name_ambiguous)
{
	nlog_register *reg = builtin();

	cr_expect(nlog_register_is_ambiguous_economy(reg, NLOG_SLICE("China")));
	cr_expect(nlog_register_is_ambiguous_economy(reg, NLOG_SLICE("korea")));
	cr_expect_not(nlog_register_is_ambiguous_economy(reg, NLOG_SLICE("Iran")));
	cr_expect_not(nlog_register_is_ambiguous_economy(reg, NLOG_SLICE("Japan")));
	cr_expect_not(nlog_register_is_ambiguous_economy(reg, NLOG_SLICE("Peru")));
	nlog_register_free(reg);
}

Test(register, knows_who_is_a_member_on_a_day)
{
	static const struct {
		const char *name, *day;
		bool is_member;
	} rows[] = {
		{"Japan", "1960-12-31", false},     {"Japan", "1961-01-01", true},
		{"Japan", "2025-05-02", true},      {"Hong Kong", "1996-12-31", true},
		{"Hong Kong", "1997-01-01", false}, {"Hong Kong", "1962-12-31", false},
		{"Türkiye", "2019-12-31", false},   {"Türkiye", "2020-01-01", true},
		{"Vietnam", "1996-01-01", true},    {"Cambodia", "2003-06-01", false},
	};
	nlog_register *reg = builtin();
	size_t active = 0;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const nlog_economy *economy =
			nlog_register_find_economy(reg, nlog_slice_of(rows[i].name));

		cr_assert_not_null(economy, "%s", rows[i].name);
		cr_expect_eq(nlog_economy_is_member(economy, day(rows[i].day)),
			     rows[i].is_member, "%s on %s", rows[i].name, rows[i].day);
	}
	for (size_t i = 0; i < nlog_register_economies(reg); i++)
		active += nlog_economy_is_member(nlog_register_economy(reg, i),
						 day("2025-01-01"));
	cr_expect_eq(nlog_register_economies(reg), 21);
	cr_expect_eq(active, 20);
	nlog_register_free(reg);
}

Test(register, finds_the_field_of_a_label)
{
	static const struct {
		const char *printed;
		nlog_field_id field;
	} rows[] = {
		{"Reference No.", NLOG_FIELD_REFERENCE_NO},
		{"Reference No.:", NLOG_FIELD_REFERENCE_NO},
		{"reference no", NLOG_FIELD_REFERENCE_NO},
		{"Date of Issue", NLOG_FIELD_DATE_OF_ISSUE},
		{"PN Issue Date", NLOG_FIELD_DATE_OF_ISSUE},
		{"PN Revision 1 Issue Date", NLOG_FIELD_REVISION_DATE},
		{"PN Revision 12 Issue Date:", NLOG_FIELD_REVISION_DATE},
		{"1. Project Code", NLOG_FIELD_PROJECT_CODE},
		{"1.Project Code", NLOG_FIELD_PROJECT_CODE},
		{"2. Title", NLOG_FIELD_TITLE},
		{"Title of Programme", NLOG_FIELD_TITLE},
		{"Project Title", NLOG_FIELD_TITLE},
		{"3. Timing and Duration", NLOG_FIELD_TIMING},
		{"Duration and Timing :", NLOG_FIELD_TIMING},
		{"Duration", NLOG_FIELD_TIMING},
		{"Start Date", NLOG_FIELD_TIMING},
		{"End Date", NLOG_FIELD_TIMING},
		{"Hosting Country(ies)", NLOG_FIELD_HOSTING_COUNTRIES},
		{"Hosting Country (ies)", NLOG_FIELD_HOSTING_COUNTRIES},
		{"Venue City(ies)", NLOG_FIELD_VENUE_CITIES},
		{"(4) Venue", NLOG_FIELD_VENUE_CITIES},
		{"4) Venues", NLOG_FIELD_VENUE_CITIES},
		{"Modality", NLOG_FIELD_MODALITY},
		{"Implementing Organization(s)", NLOG_FIELD_IMPLEMENTING_ORGANIZATIONS},
		{"IMPLEMENTING ORGANIZATIONS", NLOG_FIELD_IMPLEMENTING_ORGANIZATIONS},
		{"5. Implementing", NLOG_FIELD_IMPLEMENTING_ORGANIZATIONS},
		{"Participating Country(ies)", NLOG_FIELD_PARTICIPATING_COUNTRIES},
		{"6. Number of Overseas Participants", NLOG_FIELD_OVERSEAS_PARTICIPANTS},
		{"Number of Participants", NLOG_FIELD_OVERSEAS_PARTICIPANTS},
		{"Number of Overseas", NLOG_FIELD_OVERSEAS_PARTICIPANTS},
		{"Number of Local", NLOG_FIELD_LOCAL_PARTICIPANTS},
		{"(Number of) Local Participants", NLOG_FIELD_LOCAL_PARTICIPANTS},
		{"8. Closing Date for", NLOG_FIELD_CLOSING_DATES},
		{"Closing Date", NLOG_FIELD_CLOSING_DATES},
		{"Closing Date for Nominations", NLOG_FIELD_CLOSING_DATES},
		{"Closing Date for Nominations to the Secretariat",
		 NLOG_FIELD_CLOSING_DATES},
		{"Closing Date of the NPO", NLOG_FIELDS},
		{"NPO's Closing Date", NLOG_FIELDS},
		{"Qualifications of Candidates", NLOG_FIELD_QUALIFICATIONS},
		{"10. Qualifications of", NLOG_FIELD_QUALIFICATIONS},
		{"Remarks", NLOG_FIELD_REMARKS},
		{"Change History of Project Notification", NLOG_FIELD_CHANGE_HISTORY},
		/* variants of their words */
		{"Host Economies", NLOG_FIELD_HOSTING_COUNTRIES},
		{"Dates of Issue", NLOG_FIELD_DATE_OF_ISSUE},
		{"Project Codes", NLOG_FIELD_PROJECT_CODE},
		{"Closing Dates for Nomination", NLOG_FIELD_CLOSING_DATES},
		{"Implementation Organisation", NLOG_FIELD_IMPLEMENTING_ORGANIZATIONS},
		{"Title of the Programs", NLOG_FIELD_TITLE},
		{"Qualifications of Candidates/Participants", NLOG_FIELD_QUALIFICATIONS},
		{"No. of Local Participant", NLOG_FIELD_LOCAL_PARTICIPANTS},
		{"References", NLOG_FIELDS},
		/* more than one field could be meant */
		{"Number of", NLOG_FIELDS},
		{"Project", NLOG_FIELDS},
		{"PN", NLOG_FIELDS},
		/* no labels, though they begin like one */
		{"Title holders", NLOG_FIELDS},
		{"Duration of stay is five days", NLOG_FIELDS},
		{"Duration of stay", NLOG_FIELDS},
		{"Topics covered in the course", NLOG_FIELDS},
		{"Closing Date for Nominations was extended", NLOG_FIELDS},
		{"Closing Date for the nominations of two persons from each country",
		 NLOG_FIELDS},
		{"Closing Dat", NLOG_FIELDS},
		{"2025 Topics", NLOG_FIELDS},
		{"Financial Arrangements", NLOG_FIELDS},
		{"Scope and Methodology", NLOG_FIELDS},
		{"", NLOG_FIELDS},
		{"8.", NLOG_FIELDS},
		{"(8)", NLOG_FIELDS},
		{":", NLOG_FIELDS},
		{"\xff", NLOG_FIELDS},
	};
	nlog_register *reg = builtin();

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect_eq(nlog_register_find_label(reg, nlog_slice_of(rows[i].printed)),
			     rows[i].field, "%s", rows[i].printed);
	nlog_register_free(reg);
}

static void look_labels_up(size_t index, void *data)
{
	const nlog_register *reg = data;

	(void)index;
	cr_assert_eq(nlog_register_find_label(reg, NLOG_SLICE("Closing Date for")),
		     NLOG_FIELD_CLOSING_DATES);
	cr_assert_eq(nlog_register_find_label(reg, NLOG_SLICE("The Project Titles")),
		     NLOG_FIELD_TITLE);
	cr_assert_eq(nlog_register_find_label(reg, NLOG_SLICE("Title")), NLOG_FIELD_TITLE);
}

/* Cut-off and other forms are entered by the first who asks. */
Test(register, threads_find_labels_at_once)
{
	for (size_t i = 0; i < 50; i++) {
		nlog_register *reg = builtin();

		nlog_parallel(8, look_labels_up, reg);
		nlog_register_free(reg);
	}
}

Test(register, knows_the_label_that_each_field_prints)
{
	nlog_register *reg = builtin();

	for (int id = 0; id < NLOG_FIELD_SIGNATORY_NAME; id++) {
		const nlog_field *field = nlog_field_of((nlog_field_id)id);

		cr_expect_eq(nlog_register_find_label(reg, nlog_slice_of(field->label)),
			     field->id, "%s", field->label);
	}
	nlog_register_free(reg);
}

Test(register, finds_kinds_and_modalities_by_their_words)
{
	static const struct {
		const char *words, *kind;
	} kinds[] = {
		{"Workshop", "Workshop"},
		{"workshops", "Workshop"},
		{"Forum", "Conference"},
		{"conference", "Conference"},
		{"Training Course", "Training Course"},
		{"Meeting", "Meeting"},
		{"Party", NULL},
		{"", NULL},
	};
	static const struct {
		const char *words, *term;
	} terms[] = {
		{"Face-to-face", "face-to-face"},
		{"Face\xe2\x80\x91to\xe2\x80\x91"
		 "face",
		 "face-to-face"},
		{"face to face", "face-to-face"},
		{"F2F", "face-to-face"},
		{"In Person", "face-to-face"},
		{"onsite", "face-to-face"},
		{"VIRTUAL", "online"},
		{"Digital", "online"},
		{"Hybrid", "hybrid"},
		{"by post", NULL},
	};
	nlog_register *reg = builtin();

	for (size_t i = 0; i < COUNT(kinds); i++) {
		const nlog_kind *kind =
			nlog_register_find_kind(reg, nlog_slice_of(kinds[i].words));

		cr_expect(kind ? kinds[i].kind && !strcmp(kind->name, kinds[i].kind)
			       : !kinds[i].kind,
			  "%s", kinds[i].words);
	}
	for (size_t i = 0; i < COUNT(terms); i++) {
		const char *term =
			nlog_register_find_modality(reg, nlog_slice_of(terms[i].words));

		cr_expect(term ? terms[i].term && !strcmp(term, terms[i].term)
			       : !terms[i].term,
			  "%s", terms[i].words);
	}
	nlog_register_free(reg);
}

Test(register, lists_all_words_for_modalities)
{
	nlog_register *reg = builtin();
	const json_t *words = nlog_register_modality_words(reg);
	const char *word;
	json_t *term;

	cr_assert(json_object_size(words) > 3);
	json_object_foreach((json_t *)words, word, term)
	{
		cr_expect_str_eq(nlog_register_find_modality(reg, nlog_slice_of(word)),
				 json_string_value(term), "%s", word);
		cr_expect_not_null(json_object_get(words, json_string_value(term)));
	}
	nlog_register_free(reg);
}

Test(register, finds_kinds_in_whatever_length_they_are_written)
{
	nlog_register *reg = builtin();
	const nlog_kind *kind = nlog_register_find_kind(
		reg, NLOG_SLICE("study mission to nonmember countries"));
	nlog_str wide = NLOG_STR_INIT;

	cr_assert_not_null(kind);
	nlog_str_add(&wide, "Study");
	nlog_str_add_repeat(&wide, ' ', 100);
	nlog_str_add(&wide, "Mission\tto Nonmember Countries ");
	cr_expect_eq(nlog_register_find_kind(reg, nlog_str_slice(&wide)), kind);
	nlog_str_add(&wide, "s");
	cr_expect_null(nlog_register_find_kind(reg, nlog_str_slice(&wide)));
	cr_expect_null(nlog_register_find_kind(
		reg,
		NLOG_SLICE("Study Mission to Nonmember Countries of any kind at all")));
	nlog_str_clear(&wide);
	nlog_register_free(reg);
}

Test(register, takes_kinds_of_one_name_for_one_kind)
{
	nlog_register *reg = builtin();
	const nlog_kind *workshop = nlog_register_find_kind(reg, NLOG_SLICE("Workshop"));

	cr_expect_eq(nlog_register_kind_of_code(reg, NLOG_SLICE("WSP")), workshop);
	cr_expect_eq(nlog_register_kind_of_code(reg, NLOG_SLICE("SPW")), workshop);
	cr_expect_eq(nlog_register_find_kind(reg, NLOG_SLICE("Planning Workshop")),
		     workshop);
	cr_expect_str_eq(nlog_register_kind_of_code(reg, NLOG_SLICE("LOM"))->name,
			 "Meeting");
	cr_expect_null(nlog_register_kind_of_code(reg, NLOG_SLICE("TIA")));
	cr_expect_null(nlog_register_kind_of_code(reg, NLOG_SLICE("")));
	cr_expect_str_eq(nlog_register_find_kind(reg, NLOG_SLICE("Seminar"))->code, "");
	nlog_register_free(reg);
}

Test(register, takes_the_policy_and_the_messages_as_they_are)
{
	static const char text[] =
		"{\"format\":\"noticelog-register/1\",\n"
		"\"organization\":{\"name\":\"Office\",\"domain\":\"example.org\"},\n"
		"\"roster\":[{\"name\":\"A\",\"iso\":\"AA\",\"from\":1961},\n"
		"{\"name\":\"B\",\"iso\":\"BB\",\"from\":\"1970-05-11\"}],\n"
		"\"labels\":{},\n"
		"\"modalities\":{\"by post\":[]},\n"
		"\"rules\":{\"timing.set\":\"off\",\"title.changed\":\"action\"},\n"
		"\"messages\":{\"summary.none\":\"Nothing for you.\"}}";
	nlog_register *reg = NULL;
	nlog_error err = NLOG_ERROR_INIT;

	nlog_alloc_setup();
	cr_assert_eq(nlog_register_read(&reg, NULL, NLOG_SLICE(text), &err), 0, "%s",
		     err.text);
	cr_expect_str_eq(nlog_register_severity(reg, "timing.set"), "off");
	cr_expect_str_eq(nlog_register_severity(reg, "title.changed"), "action");
	cr_expect_null(nlog_register_severity(reg, "timing.extended"));
	cr_expect_str_eq(nlog_register_message(reg, "summary.none"), "Nothing for you.");
	cr_expect_null(nlog_register_message(reg, "summary.some"));
	cr_expect_eq(nlog_register_economy(reg, 0)->from.day, day("1961-01-01").day);
	cr_expect_eq(nlog_register_economy(reg, 1)->from.day, day("1970-05-11").day);
	cr_expect_str_eq(nlog_register_find_modality(reg, NLOG_SLICE("By Post")),
			 "by post");
	nlog_register_free(reg);
}

/* A register with one member replaced by `member`, which starts on line 2. */
#define WITH(member)                                                                       \
	"{\"format\":\"noticelog-register/1\",\n" member ",\n"                             \
	"\"organization\":{\"name\":\"Office\",\"domain\":\"example.org\"}"
#define ROSTER ",\"roster\":[]"
#define LABELS ",\"labels\":{}}"

Test(register, refuses_what_is_wrong_and_says_where)
{
	static const struct {
		const char *text;
		unsigned line, column; /* 0: not looked at */
		const char *said;
	} rows[] = {
		{"", 0, 0, ""},
		{"[]", 0, 0, ""},
		{"{}", 1, 1, "no member 'format'"},
		{"{\"format\":\"noticelog-register/2\"}", 1, 11, "not the format"},
		{"{\"format\":\"noticelog-register/1\"}", 1, 1, "no member 'organization'"},
		{WITH("\"rosters\":[]") ROSTER LABELS, 2, 11, "unknown member 'rosters'"},
		{WITH("\"rules\":[]") ROSTER LABELS, 2, 9, "not an object"},
		{WITH("\"rules\":{\"timing.set\":\"grave\"}") ROSTER LABELS, 2, 23,
		 "not a severity"},
		{WITH("\"rules\":{\"Timing\":\"off\"}") ROSTER LABELS, 2, 19, "is no id"},
		{WITH("\"rules\":{\"a..b\":\"off\"}") ROSTER LABELS, 2, 17, "is no id"},
		{WITH("\"rules\":{\"a.\":\"off\"}") ROSTER LABELS, 2, 15, "is no id"},
		{WITH("\"messages\":{\"a.b\":7}") ROSTER LABELS, 2, 19, "not a string"},
		{WITH("\"organizations\":[\"X\",\"x\"]") ROSTER LABELS, 2, 22,
		 "already names an organization"},
		{WITH("\"organizations\":[\"a  b\"]") ROSTER LABELS, 2, 18,
		 "not in normal form"},
		{WITH("\"labels\":{\"venue\":[\"Venue\"]}") ROSTER "}", 2, 19, "no field"},
		{WITH("\"labels\":{\"other\":[\"Venue\"]}") ROSTER "}", 2, 19, "no field"},
		{WITH("\"labels\":{\"title\":[\"Title\",\"1. TITLE:\"]}") ROSTER "}", 2, 28,
		 "listed already"},
		{WITH("\"labels\":{\"title\":[\"Timing\"],\"timing\":[\"Timing\"]}") ROSTER
		 "}",
		 2, 0, "listed already"},
		{WITH("\"labels\":{\"title\":[\":\"]}") ROSTER "}", 2, 20, "no label"},
		{WITH("\"kinds\":[{\"name\":\"X\"}]") ROSTER LABELS, 2, 10,
		 "no member 'words'"},
		{WITH("\"kinds\":[{\"name\":\"X\",\"words\":[\"Y\",\"y\"]}]") ROSTER LABELS,
		 2, 35, "already names a kind"},
		{WITH("\"kinds\":[{\"name\":\"X\",\"code\":\"wsp\",\"words\":[]}]")
			 ROSTER LABELS,
		 2, 29, "not a code"},
		{WITH("\"modalities\":{\"x\":[\"y\"],\"z\":[\"Y\"]}") ROSTER LABELS, 2, 0,
		 "already names a modality"},
		{WITH("\"roster\":[{\"name\":\"A\",\"iso\":\"aa\",\"from\":\"1961\"}]")
			 LABELS,
		 2, 29, "two capital letters"},
		{WITH("\"roster\":[{\"name\":\"A\",\"iso\":\"AA\"}]") LABELS, 2, 11,
		 "no member 'from'"},
		{WITH("\"roster\":[{\"name\":\"A\",\"iso\":\"AA\",\"from\":\"61\"}]")
			 LABELS,
		 2, 41, "not a year or a day"},
		{WITH("\"roster\":[{\"name\":\"A\",\"iso\":\"AA\",\"from\":\"2025-02-30\"}"
		      "]") LABELS,
		 2, 41, "not a year or a day"},
		{WITH("\"roster\":[{\"name\":\"A\",\"iso\":\"AA\",\"from\":0}]") LABELS, 2,
		 41, "not a year or a day"},
		{WITH("\"roster\":[{\"name\":\"A\",\"iso\":\"AA\",\"from\":10000}]") LABELS,
		 2, 41, "not a year or a day"},
		{WITH("\"roster\":[{\"name\":\"A\",\"iso\":\"AA\",\"from\":\"1961\","
		      "\"suspended\":\"1960\"}]") LABELS,
		 2, 11, "suspended before"},
		{WITH("\"roster\":[{\"name\":\"A\",\"iso\":\"AA\",\"aliases\":[\"a\"],"
		      "\"from\":\"1961\"}]") LABELS,
		 2, 45, "already names an economy"},
		{WITH("\"roster\":[{\"name\":\"A\",\"iso\":\"AA\",\"from\":\"1961\"},"
		      "{\"name\":\"B\",\"iso\":\"AA\",\"from\":\"1961\"}]") LABELS,
		 2, 67, "already names an economy"},
		{WITH("\"roster\":[7]") LABELS, 2, 11, "not an object"},
		{"{\"format\":\"noticelog-register/1\",\"organization\":{\"name\":\"X\","
		 "\"domain\":\"No Domain\"}" ROSTER LABELS,
		 1, 0, "not a domain name"},
	};

	nlog_alloc_setup();
	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_register *reg = NULL;
		nlog_error err = NLOG_ERROR_INIT;
		int rc = nlog_register_read(&reg, "r.json", nlog_slice_of(rows[i].text),
					    &err);

		cr_expect_eq(rc, NLOG_EINPUT, "row %zu", i);
		cr_expect_null(reg, "row %zu", i);
		cr_expect(strstr(err.text, rows[i].said), "row %zu: %s", i, err.text);
		cr_expect_str_eq(err.source, "r.json");
		if (rows[i].line)
			cr_expect_eq(err.line, rows[i].line, "row %zu: line %u", i,
				     err.line);
		if (rows[i].column)
			cr_expect_eq(err.column, rows[i].column, "row %zu: column %u", i,
				     err.column);
	}
}
