/* The register that is built in: the Asian Productivity Organization's, as data. */
#include "private.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Lists of words end with NULL. */
#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define NONE ((const char *const[]){NULL})

typedef struct {
	const char *name, *iso;
	const char *const *aliases;
	const char *from;
	const char *suspended; /* NULL: never */
} economy_row;

typedef struct {
	const char *name, *code;
	const char *const *words;
} kind_row;

typedef struct {
	const char *name;
	const char *const *words;
} words_row;

static json_t *text_of(const char *text)
{
	return nlog_json_from_slice(nlog_slice_of(text));
}

static json_t *list_of(const char *const *words)
{
	json_t *list = json_array();

	for (; *words; words++)
		json_array_append_new(list, text_of(*words));
	return list;
}

static json_t *map_of(const words_row *rows, size_t count)
{
	json_t *map = json_object();

	for (size_t i = 0; i < count; i++)
		json_object_set_new(map, rows[i].name, list_of(rows[i].words));
	return map;
}

/* Members and the years in which they joined. */
static json_t *roster(void)
{
	const economy_row rows[] = {
		{"Bangladesh", "BD", NONE, "1982", NULL},
		{"Cambodia", "KH", NONE, "2004", NULL},
		{"Republic of China", "TW",
		 WORDS("Republic of China (ROC)", "ROC", "R.O.C."), "1961", NULL},
		{"Fiji", "FJ", NONE, "1984", NULL},
		{"Hong Kong", "HK", WORDS("Hong Kong SAR"), "1963", "1997"},
		{"India", "IN", NONE, "1961", NULL},
		{"Indonesia", "ID", NONE, "1968", NULL},
		{"Islamic Republic of Iran", "IR",
		 WORDS("IR Iran", "I.R. Iran", "I. R. Iran", "I.R.Iran", "Iran",
		       "Islamic Republic of Iran (IR Iran)", "Iran (Islamic Republic of)"),
		 "1965", NULL},
		{"Japan", "JP", NONE, "1961", NULL},
		{"Republic of Korea", "KR",
		 WORDS("ROK", "R.O.K.", "Korea (Republic of)", "South Korea"), "1961",
		 NULL},
		{"Lao PDR", "LA",
		 WORDS("Laos", "Lao P.D.R.", "Lao People's Democratic Republic"), "2002",
		 NULL},
		{"Malaysia", "MY", NONE, "1983", NULL},
		{"Mongolia", "MN", NONE, "1992", NULL},
		{"Nepal", "NP", NONE, "1961", NULL},
		{"Pakistan", "PK", NONE, "1961", NULL},
		{"Philippines", "PH", NONE, "1961", NULL},
		{"Singapore", "SG", NONE, "1969", NULL},
		{"Sri Lanka", "LK", NONE, "1966", NULL},
		{"Thailand", "TH", NONE, "1961", NULL},
		{"Türkiye", "TR", WORDS("Turkey", "Turkiye", "TÜRKİYE"), "2020", NULL},
		{"Vietnam", "VN", WORDS("Viet Nam"), "1996", NULL},
	};
	json_t *list = json_array();

	for (size_t i = 0; i < COUNT(rows); i++) {
		json_t *row = json_object();

		json_object_set_new(row, "name", text_of(rows[i].name));
		json_object_set_new(row, "iso", text_of(rows[i].iso));
		json_object_set_new(row, "aliases", list_of(rows[i].aliases));
		json_object_set_new(row, "from", text_of(rows[i].from));
		if (rows[i].suspended)
			json_object_set_new(row, "suspended", text_of(rows[i].suspended));
		json_array_append_new(list, row);
	}
	return list;
}

/*
 * Kinds of activity. A liaison officers' meeting is a meeting and a planning
 * workshop a workshop: what stands before the noun makes no other kind.
 */
static json_t *kinds(void)
{
	const kind_row rows[] = {
		{"Training Course", "TRC",
		 WORDS("Training Course", "Training Courses", "Course", "Courses",
		       "Training", "Trainings", "Training of Trainers",
		       "Training of Consultants", "Training Program",
		       "Training Programme")},
		{"Workshop", "WSP", WORDS("Workshop", "Workshops")},
		{"Workshop", "SPW", WORDS("Planning Workshop", "Planning Workshops")},
		{"Conference", "CON",
		 WORDS("Conference", "Conferences", "Forum", "Forums", "Fora")},
		{"Observational Study Mission", "OSM",
		 WORDS("Observational Study Mission", "Observational Study Missions",
		       "Study Mission", "Study Missions")},
		{"Study Mission to a Nonmember Country", "SMN",
		 WORDS("Study Mission to a Nonmember Country",
		       "Study Mission to Nonmember Country",
		       "Study Mission to Nonmember Countries",
		       "Study Mission to a Non-member Country",
		       "Study Mission to Non-member Countries")},
		{"Research", "RES",
		 WORDS("Research", "Research Project", "Research Projects")},
		{"Meeting", "LOM", WORDS("Meeting", "Meetings", "LOM", "WSM", "GBM")},
		{"Seminar", NULL, WORDS("Seminar", "Seminars", "Webinar", "Webinars")},
		{"Symposium", NULL, WORDS("Symposium", "Symposia", "Symposiums")},
		{"Summit", NULL, WORDS("Summit", "Summits")},
	};
	json_t *list = json_array();

	for (size_t i = 0; i < COUNT(rows); i++) {
		json_t *row = json_object();

		json_object_set_new(row, "name", text_of(rows[i].name));
		if (rows[i].code)
			json_object_set_new(row, "code", text_of(rows[i].code));
		json_object_set_new(row, "words", list_of(rows[i].words));
		json_array_append_new(list, row);
	}
	return list;
}

static json_t *modalities(void)
{
	const words_row rows[] = {
		{"face-to-face",
		 WORDS("face-to-face", "face to face", "F2F", "FTF", "in person",
		       "in-person", "onsite", "on-site", "on site", "physical", "offline")},
		{"online", WORDS("online", "on-line", "virtual", "digital", "remote",
				 "virtually", "digital multicountry")},
		{"hybrid", WORDS("hybrid", "blended", "mixed")},
	};

	return map_of(rows, COUNT(rows));
}

/* What a notice prints before the value of a field, in all layouts since 2014. */
static json_t *labels(void)
{
	const words_row rows[] = {
		{"reference_no", WORDS("Reference No.", "Reference Number", "Ref. No.",
				       "Ref. Number", "Reference")},
		{"date_of_issue",
		 WORDS("Date of Issue", "PN Issue Date", "Issue Date", "Date Issued")},
		{"revision_no",
		 WORDS("Revision No.", "Revision Number", "PN Revision No.", "Revision")},
		{"revision_date",
		 WORDS("PN Revision 1 Issue Date", "PN Revision Issue Date",
		       "PN Revision No. 1 Issue Date", "Revision 1 Issue Date",
		       "Revision Issue Date", "Revision Date", "Date of Revision",
		       "Date of Issue of Revision 1")},
		{"project_code", WORDS("Project Code")},
		{"title",
		 WORDS("Title", "Project Title", "Title of Programme", "Title of Program",
		       "Title of Project", "Title of the Project", "Programme Title",
		       "Program Title")},
		{"timing",
		 WORDS("Timing", "Timing and Duration", "Timing & Duration",
		       "Duration and Timing", "Duration & Timing", "Duration", "Start Date",
		       "End Date", "Date and Duration", "Timing/Duration")},
		{"hosting_countries",
		 WORDS("Hosting Country(ies)", "Hosting Country", "Hosting Countries",
		       "Host Country(ies)", "Host Country", "Host Countries",
		       "Hosting Economy", "Hosting Economies")},
		{"venue_cities", WORDS("Venue City(ies)", "Venue City", "Venue Cities",
				       "Venue", "Venues", "Venue(s)")},
		{"modality", WORDS("Modality", "Modalities", "Modality of Implementation",
				   "Mode of Implementation")},
		{"implementing_organizations",
		 WORDS("Implementing Organization(s)", "Implementing Organization",
		       "Implementing Organizations", "Implementing Organisation(s)",
		       "Implementing Organisation", "Implementing Organisations")},
		{"participating_countries",
		 WORDS("Participating Country(ies)", "Participating Country",
		       "Participating Countries", "Participating Economies",
		       "Participating Economy", "Participating Member Countries",
		       "Participating Member Economies")},
		{"excluded_countries", WORDS("Excluded Country(ies)", "Excluded Country",
					     "Excluded Countries", "Excluded Economies")},
		{"overseas_participants",
		 WORDS("Overseas Participants", "Overseas Participant(s)",
		       "Number of Overseas Participants",
		       "(Number of) Overseas Participants", "No. of Overseas Participants",
		       "Number of Participants", "No. of Participants")},
		{"local_participants",
		 WORDS("Local Participants", "Local Participant(s)",
		       "Number of Local Participants", "(Number of) Local Participants",
		       "No. of Local Participants")},
		{"closing_dates",
		 WORDS("Closing Date", "Closing Dates", "Closing Date(s)",
		       "Closing Date for Nominations", "Closing Date for Nomination",
		       "Closing Dates for Nominations", "Closing Date for Applications",
		       "Closing Date for Application", "Closing Dates for Applications",
		       "Closing Date for Receipt of Nominations")},
		{"remarks", WORDS("Remarks", "Remark")},
		{"objectives", WORDS("Objectives", "Objective", "Objective(s)")},
		{"rationale", WORDS("Rationale")},
		{"background", WORDS("Background")},
		{"topics", WORDS("Topics", "Topic", "Topic(s)")},
		{"outcome", WORDS("Outcome", "Outcomes", "Outcome(s)", "Expected Outcome",
				  "Expected Outcomes", "Expected Outcome(s)")},
		{"qualifications",
		 WORDS("Qualifications", "Qualification", "Qualifications of Candidates",
		       "Qualifications of Participants", "Qualification of Candidates",
		       "Qualification of Participants", "Qualifications of Candidate(s)")},
		{"change_history",
		 WORDS("Change History of Project Notification", "Change History")},
	};

	return map_of(rows, COUNT(rows));
}

json_t *nlog_builtin_members(void)
{
	const char *const organizations[] = {"APO Secretariat", NULL};
	json_t *members = json_object();
	json_t *organization = json_object();

	json_object_set_new(organization, "name",
			    text_of("Asian Productivity Organization"));
	json_object_set_new(organization, "domain", text_of("apo-tokyo.org"));
	json_object_set_new(members, "format", text_of(NLOG_REGISTER_FORMAT));
	json_object_set_new(members, "organization", organization);
	json_object_set_new(members, "roster", roster());
	json_object_set_new(members, "organizations", list_of(organizations));
	json_object_set_new(members, "kinds", kinds());
	json_object_set_new(members, "modalities", modalities());
	json_object_set_new(members, "labels", labels());
	json_object_set_new(members, "rules", json_object());
	json_object_set_new(members, "messages", json_object());
	return members;
}
