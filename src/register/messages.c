/* The catalogue of messages: what a summary says, in English. */
#include <noticelog/message.h>

#include <assert.h>
#include <string.h>

static const nlog_message messages[NLOG_M_COUNT] = {
	[NLOG_M_TITLE] = {"summary.title",
			  "{country} · what changed since {since} · as of {day}",
			  "country since day"},
	[NLOG_M_TITLE_FIRST] = {"summary.title.first",
				"{country} · notices in force · as of {day}",
				"country day"},
	[NLOG_M_PART_TO_DO] = {"summary.part.to-do", "TO DO", ""},
	[NLOG_M_PART_KNOW] = {"summary.part.good-to-know", "GOOD TO KNOW", ""},
	[NLOG_M_PART_NO_LONGER] = {"summary.part.no-longer-yours", "NO LONGER YOURS", ""},
	[NLOG_M_PART_AMENDMENTS] = {"summary.part.amendments", "AMENDMENTS BY NOTICE", ""},
	[NLOG_M_NOTHING] = {"summary.nothing",
			    "Nothing has changed for {country} since {since}.",
			    "country since"},
	[NLOG_M_NOTHING_FIRST] = {"summary.nothing.first",
				  "No notice in force concerns {country}.", "country"},
	[NLOG_M_BY] = {"summary.by", "by {day} ({left})", "day left"},
	[NLOG_M_AT_ONCE] = {"summary.at-once", "at once", ""},
	[NLOG_M_ITEM_TO_DO] = {"summary.item.to-do", "{notice} · {role} · {text}",
			       "notice role text"},
	[NLOG_M_ITEM] = {"summary.item", "{role} · {text}", "role text"},
	[NLOG_M_HEAD_NOTICE] = {"ledger.head.notice", "notice", ""},
	[NLOG_M_HEAD_ROLE] = {"ledger.head.role", "your part", ""},
	[NLOG_M_HEAD_WHAT] = {"ledger.head.what", "what", ""},
	[NLOG_M_HEAD_REVISION] = {"ledger.head.revision", "revision", ""},
	[NLOG_M_HEAD_DATES] = {"ledger.head.dates", "dates", ""},
	[NLOG_M_HEAD_CLOSES] = {"ledger.head.closes", "closes", ""},
	[NLOG_M_HEAD_TITLE] = {"ledger.head.title", "title", ""},
	[NLOG_M_HEAD_TOLD] = {"ledger.head.told", "times told", ""},
	[NLOG_M_HEAD_LAST] = {"ledger.head.last", "last told", ""},
	[NLOG_M_HEAD_LATE] = {"ledger.head.late", "too late", ""},
	[NLOG_M_ROLE_NONE] = {"role.none", "not concerned", ""},
	[NLOG_M_ROLE_HOST] = {"role.host", "you host", ""},
	[NLOG_M_ROLE_CO_HOST] = {"role.co-host", "you co-host", ""},
	[NLOG_M_ROLE_PARTICIPANT] = {"role.participant", "you take part", ""},
	[NLOG_M_ROLE_NEWLY_INVITED] = {"role.newly-invited", "newly invited", ""},
	[NLOG_M_ROLE_DROPPED] = {"role.dropped", "no longer yours", ""},
	[NLOG_M_NOW_HOST] = {"change.now-host", "{country} is now a host", "country"},
	[NLOG_M_NO_LONGER_HOST] = {"change.no-longer-host",
				   "{country} is no longer a host, and takes part",
				   "country"},
	[NLOG_M_NOT_PARTICIPATING] =
		{"dropped.participant",
		 "{country} is no longer among the participating countries", "country"},
	[NLOG_M_NOT_HOSTING] = {"dropped.host",
				"{country} is no longer a host, nor among the "
				"participating countries",
				"country"},
	[NLOG_M_EXCLUDED] = {"dropped.excluded", "{country} is now excluded", "country"},
	[NLOG_M_SUSPENDED] = {"dropped.suspended",
			      "the membership of {country} is suspended since {day}",
			      "country day"},
	[NLOG_M_AMENDED] = {"change.amended", "{name}: {change}", "name change"},
	[NLOG_M_MOVED] = {"change.moved", "moved {modality}", "modality"},
	[NLOG_M_SET] = {"change.set", "now {modality}", "modality"},
	[NLOG_M_FORMAL] = {"change.formal", "formal changes only: {names}", "names"},
	[NLOG_M_ALSO] = {"change.also", "also: {names}", "names"},
	[NLOG_M_RESTORED] = {"change.restored",
			     "{name}, then restored: as we told you on {day}", "name day"},
	[NLOG_M_DISREGARD] = {"change.disregard",
			      "{name}, then restored to {value}: disregard our "
			      "summary of {day}",
			      "name value day"},
	[NLOG_M_RESTORED_MORE] = {"change.restored.more",
				  "{count} more amended and restored", "count"},
	[NLOG_M_FORMER] = {"change.former", "the former {field}", "field"},
	[NLOG_M_CORRECTED] =
		{"change.corrected",
		 "what we told you on {day} was recorded wrongly, and is corrected", "day"},
	[NLOG_M_STATUS] = {"change.status", "the activity is {status}", "status"},
	[NLOG_M_OVER] = {"change.over", "already over: {dates}", "dates"},
	[NLOG_M_CLOSING_EXTENDED] =
		{"closing.extended",
		 "closing date extended by {days}: {left} left instead of {before}",
		 "days left before"},
	[NLOG_M_CLOSING_REOPENED] =
		{"closing.reopened",
		 "closing date extended after it had passed on {day}: {left} left",
		 "day left"},
	[NLOG_M_CLOSING_ADVANCED] =
		{"closing.advanced",
		 "closing date brought forward by {days}: {left} left instead of {before}",
		 "days left before"},
	[NLOG_M_CLOSING_GONE] =
		{"closing.gone",
		 "closing date brought forward by {days} to {day}, which has passed",
		 "days day"},
	[NLOG_M_CLOSING_PASSED] = {"closing.passed", "the closing date passed on {day}",
				   "day"},
	[NLOG_M_LEFT] = {"closing.left", "closing date {day}: {left} left", "day left"},
	[NLOG_M_START_FIRST] = {"closing.after-start",
				"it now starts on {start}, before the closing date",
				"start"},
	[NLOG_M_DO_NOMINATE] = {"do.nominate", "nominate", ""},
	[NLOG_M_INVITED] = {"change.invited", "{where}, {dates}", "where dates"},
	[NLOG_M_WHERE_IN] = {"change.where", "{modality} in {place}", "modality place"},
	[NLOG_M_WHERE] = {"change.where.place", "in {place}", "place"},
	[NLOG_M_DO_HOST] = {"do.host", "prepare to host it", ""},
	[NLOG_M_DO_CHECK_NOMINEES] = {"do.check-nominees",
				      "see that your nominations still fit", ""},
	[NLOG_M_DO_TELL_NOMINEES] = {"do.tell-nominees",
				     "tell your nominees, and cancel their travel", ""},
	[NLOG_M_DO_AWAIT_DATES] = {"do.await-dates",
				   "tell your nominees that new dates will follow", ""},
	[NLOG_M_DO_CONFIRM_NOMINEES] = {"do.confirm-nominees", "confirm your nominations",
					""},
	[NLOG_M_DO_KEEP_DATES] = {"do.keep-dates", "keep the dates free", ""},
	[NLOG_M_DO_NEW_DATES] = {"do.new-dates",
				 "confirm that your nominees can come on the new dates",
				 ""},
	[NLOG_M_DO_TRAVEL] = {"do.travel", "arrange travel", ""},
	[NLOG_M_DO_CHANGE_TRAVEL] = {"do.change-travel", "change travel arrangements", ""},
	[NLOG_M_DO_READ_CONDITIONS] = {"do.read-conditions",
				       "read what is now said of the closing date", ""},
	[NLOG_M_DO_CHECK_QUALIFICATIONS] = {"do.check-qualifications",
					    "hold your candidates against the new "
					    "qualifications",
					    ""},
	[NLOG_M_KNOW_NO_TRAVEL] = {"know.no-travel", "no travel needed", ""},
	[NLOG_M_KNOW_SEATS] = {"know.seats", "see whether your nominations still fit", ""},
	[NLOG_M_HOST_CONVERTED] = {"host.converted", "prepare the programme anew", ""},
	[NLOG_M_HOST_CANCELLED] = {"host.cancelled", "stop the preparations", ""},
	[NLOG_M_HOST_POSTPONED] = {"host.postponed",
				   "hold the preparations until new dates are given", ""},
	[NLOG_M_HOST_REINSTATED] = {"host.reinstated", "take the preparations up again",
				    ""},
	[NLOG_M_HOST_DATES] = {"host.dates", "book rooms and speakers for the dates", ""},
	[NLOG_M_HOST_ONLINE] = {"host.online", "prepare to host it online", ""},
	[NLOG_M_HOST_ROOMS] = {"host.rooms", "prepare rooms and lodging", ""},
	[NLOG_M_HOST_VENUE] = {"host.venue", "prepare the new venue", ""},
	[NLOG_M_HOST_CLOSING] = {"host.closing",
				 "expect nominations until the closing date", ""},
	[NLOG_M_HOST_SEATS] = {"host.seats", "prepare for that number", ""},
	[NLOG_M_WAY_TOLD] = {"way.told", "you were told r{revision}, issued {day}",
			     "revision day"},
	[NLOG_M_WAY_STEP] = {"way.step", "then r{revision}, issued {day}", "revision day"},
	[NLOG_M_WAY_STEP_NAMED] = {"way.step.named",
				   "then r{revision}, issued {day}: {names}",
				   "revision day names"},
	[NLOG_M_WAY_CORRECTION] = {"way.correction",
				   "then r{revision}, which corrects our error in "
				   "recording r{corrected}",
				   "revision corrected"},
	[NLOG_M_EVIDENCE] = {"amendment.evidence", "{place} of r{revision}",
			     "place revision"},
	[NLOG_M_MARGIN_RESTORED] = {"amendment.margin.restored", "restored", ""},
	[NLOG_M_MARGIN_ALSO] = {"amendment.margin.also", "also", ""},
	[NLOG_M_AGAIN] = {"amendment.again", "again {value}", "value"},
	[NLOG_M_PUT_BACK] = {"amendment.put-back",
			     "amended by r{first}, put back by r{last}", "first last"},
	[NLOG_M_EDITORIAL] = {"amendment.editorial", "{count} editorial", "count"},
	[NLOG_M_SILENCED] = {"amendment.silenced", "{count} silenced by policy", "count"},
	[NLOG_M_CHECKPOINT] = {"summary.checkpoint", "Checkpoint: {line}", "line"},
	[NLOG_M_INDEX_TITLE] = {"index.title", "Summaries for members · as of {day}",
				"day"},
	[NLOG_M_INDEX_MEMBER] = {"index.member", "member", ""},
	[NLOG_M_INDEX_NEXT] = {"index.next", "nearest date", ""},
	[NLOG_M_INDEX_CALENDAR] = {"index.calendar", "calendar", ""},
	[NLOG_M_INDEX_FEED] = {"index.feed", "feed", ""},
	[NLOG_M_LEDGER_TITLE] = {"ledger.title", "{country} · what it knew on {day}",
				 "country day"},
	[NLOG_M_LEDGER_NEVER] = {"ledger.never", "{country} had been told nothing by then.",
				 "country"},
	[NLOG_M_LEDGER_TOLD] =
		{"ledger.told",
		 "Times told: {count}; last on {day}: the register at {head}.",
		 "count day head"},
	[NLOG_M_LEDGER_KNEW] = {"ledger.knew", "KNEW", ""},
	[NLOG_M_LEDGER_NOTHING] = {"ledger.nothing",
				   "No notice in force then concerned {country}.",
				   "country"},
	[NLOG_M_LEDGER_LATE] = {"ledger.late", "TOLD TOO LATE", ""},
	[NLOG_M_LEDGER_IN_TIME] = {"ledger.in-time", "Nothing was told too late.", ""},
	[NLOG_M_LATE_INVITATION] = {"late.invitation", "invitation", ""},
	[NLOG_M_LATE_CLOSING] = {"late.closing",
				 "{name} told on {day}, {late} after the closing date",
				 "name day late"},
	[NLOG_M_LATE_START] = {"late.start", "{name} told on {day}, {late} after the start",
			       "name day late"},
	[NLOG_M_LATE_CLOSING_UNTOLD] =
		{"late.closing.untold",
		 "{name} not told yet, {late} after the closing date", "name late"},
	[NLOG_M_LATE_START_UNTOLD] = {"late.start.untold",
				      "{name} not told yet, {late} after the start",
				      "name late"},
};

const nlog_message *nlog_message_of(nlog_message_id id)
{
	assert(id < NLOG_M_COUNT);
	return &messages[id];
}

const nlog_message *nlog_message_named(nlog_slice id)
{
	for (size_t i = 0; i < NLOG_M_COUNT; i++)
		if (nlog_slice_is(id, messages[i].id))
			return &messages[i];
	return NULL;
}

/* Is a word one of a list parted by blanks? */
static bool has_word(const char *list, nlog_slice word)
{
	while (*list) {
		size_t len = strcspn(list, " ");

		if (nlog_slice_equal((nlog_slice){list, len}, word))
			return true;
		list += len + (list[len] == ' ');
	}
	return false;
}

/* The next `{name}` of a text. @return false if there is none, or no closing brace */
static bool next_place(nlog_slice text, size_t *start, nlog_slice *name)
{
	const char *open = text.len > *start
				   ? memchr(text.data + *start, '{', text.len - *start)
				   : NULL;
	const char *close;

	if (!open)
		return false;
	*start = (size_t)(open - text.data);
	close = memchr(open, '}', text.len - *start);
	if (!close)
		return false;
	*name = (nlog_slice){open + 1, (size_t)(close - open) - 1};
	return true;
}

bool nlog_message_fits(const nlog_message *message, nlog_slice text, nlog_str *why)
{
	nlog_slice name;
	size_t at = 0, closed = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] != '}' && text.data[i] != '{')
			continue;
		if ((text.data[i] == '{') != (closed % 2 == 0)) {
			nlog_str_add(why, "braces that do not enclose a name");
			return false;
		}
		closed++;
	}
	if (closed % 2) {
		nlog_str_add(why, "a brace that is not closed");
		return false;
	}
	for (; next_place(text, &at, &name); at += name.len + 2)
		if (!has_word(message->places, name)) {
			nlog_str_addf(why, "'{%.*s}', which is no place of '%s'",
				      (int)name.len, name.data, message->id);
			if (*message->places)
				nlog_str_addf(why, " (it has %s)", message->places);
			return false;
		}
	return true;
}

static const char *value_of(const nlog_message_value *values, size_t count, nlog_slice name)
{
	for (size_t i = 0; i < count; i++)
		if (nlog_slice_is(name, values[i].place))
			return values[i].text;
	return NULL;
}

void nlog_message_add(nlog_str *out, const nlog_register *reg, nlog_message_id id,
		      const nlog_message_value *values, size_t count)
{
	const nlog_message *message = nlog_message_of(id);
	const char *own = nlog_register_message(reg, message->id);
	nlog_slice text = nlog_slice_of(own ? own : message->text), name;
	size_t from = 0, at = 0;

	for (size_t i = 0; i < count; i++)
		assert(has_word(message->places, nlog_slice_of(values[i].place)));
	for (; next_place(text, &at, &name); from = at) {
		const char *value = value_of(values, count, name);

		assert(value);
		nlog_str_addn(out, text.data + from, at - from);
		nlog_str_add(out, value);
		at += name.len + 2;
	}
	nlog_str_add_slice(out, nlog_slice_from(text, from));
}

void nlog_message_add_plain(nlog_str *out, const nlog_register *reg, nlog_message_id id)
{
	nlog_message_add(out, reg, id, NULL, 0);
}
