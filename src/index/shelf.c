/* The index's file: opened, made and made anew, read and written in transactions. */
#include "shelf_private.h"

#include <errno.h>
#include <fcntl.h>
#include <noticelog/alloc.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* "nlog", and the version of what is in the rows. */
#define APPLICATION_ID 0x6e6c6f67
#define FORM_VERSION 4

/*
 * With row numbers: else each row on the way to another would be read whole, to have
 * its key compared. The keys make a tree of their own, the second thing in the schema.
 */
#define CREATE_TABLE "CREATE TABLE row(key BLOB PRIMARY KEY, bytes BLOB)"
#define SCHEMA_SIZE 2

/* How long another writer is waited for. */
#define BUSY_MS 2000
#define STEP_MS 10

int shelf_error(nlog_error *err, const index_shelf *shelf, int rc)
{
	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return 0;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return nlog_error_set(err, NLOG_EBUSY, "'%s' is in use", shelf->path);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_FORMAT:
	case SQLITE_SCHEMA:
	case SQLITE_ERROR:
	case SQLITE_MISMATCH:
	case SQLITE_TOOBIG:
		return nlog_error_set(err, NLOG_EDAMAGED, "'%s' is damaged: %s",
				      shelf->path, sqlite3_errstr(rc));
	default:
		return nlog_error_set(err, NLOG_EIO, "cannot use '%s': %s", shelf->path,
				      sqlite3_errstr(rc));
	}
}

static int run(index_shelf *shelf, const char *sql, nlog_error *err)
{
	return shelf_error(err, shelf, sqlite3_exec(shelf->db, sql, NULL, NULL, NULL));
}

/* A number that a statement without parameters gives. */
static int query_number(index_shelf *shelf, const char *sql, int64_t *out, nlog_error *err)
{
	sqlite3_stmt *statement = NULL;
	int rc = sqlite3_prepare_v2(shelf->db, sql, -1, &statement, NULL);

	*out = -1;
	if (rc == SQLITE_OK)
		rc = sqlite3_step(statement);
	if (rc == SQLITE_ROW)
		*out = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return shelf_error(err, shelf, rc);
}

/* A file of ours alone is there, and nobody else's; links are not followed. */
static int claim_file(const char *path, nlog_error *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);
	struct stat about;
	int rc = 0;

	if (fd < 0 || fstat(fd, &about) != 0)
		rc = nlog_error_set(err, NLOG_EIO, "cannot use '%s': %s", path,
				    strerror(errno));
	else if (!S_ISREG(about.st_mode) || about.st_nlink != 1)
		rc = nlog_error_set(err, NLOG_EIO, "cannot use '%s': not a file", path);
	else if (about.st_uid != geteuid())
		rc = nlog_error_set(err, NLOG_EOWNER,
				    "cannot use '%s': it belongs to another user", path);
	else if ((about.st_mode & 077) && fchmod(fd, 0600) != 0)
		rc = nlog_error_set(err, NLOG_EIO, "cannot use '%s': %s", path,
				    strerror(errno));
	if (fd >= 0)
		close(fd);
	return rc;
}

/* One reader of one file needs nothing that is set aside for many, or counted. */
static void configure(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
	sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
}

static int open_database(index_shelf *shelf, nlog_error *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	int keeps = 1, rc;

	pthread_once(&once, configure);
	rc = sqlite3_open_v2(shelf->path, &shelf->db,
			     SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE, "unix");
	if (rc != SQLITE_OK)
		return shelf_error(err, shelf, rc);
	sqlite3_busy_timeout(shelf->db, BUSY_MS);
	/* To make and remove what stands beside it takes longer than to read a notice. */
	sqlite3_file_control(shelf->db, NULL, SQLITE_FCNTL_PERSIST_WAL, &keeps);
	return 0;
}

/* Where several begin at once SQLite does not wait by itself for the one that is first. */
static int switch_to_wal(index_shelf *shelf, nlog_error *err)
{
	int rc = NLOG_EBUSY;

	for (int waited = 0; rc == NLOG_EBUSY && waited < BUSY_MS; waited += STEP_MS) {
		if (waited)
			(void)sqlite3_sleep(STEP_MS);
		rc = run(shelf, "PRAGMA journal_mode=WAL;", err);
	}
	return rc;
}

static int set_up(index_shelf *shelf, nlog_error *err)
{
	/*
	 * What a file says of itself is not believed: no functions, no odd pages. Most
	 * pages are read once: few are kept, whose memory the next ones take.
	 */
	int rc = run(shelf,
		     "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; "
		     "PRAGMA cache_size=-256; PRAGMA temp_store=MEMORY; "
		     "PRAGMA synchronous=NORMAL; PRAGMA journal_size_limit=0;",
		     err);

	sqlite3_db_config(shelf->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return rc ? rc : switch_to_wal(shelf, err);
}

static int make_table(index_shelf *shelf, nlog_error *err)
{
	char sql[256];

	sqlite3_snprintf(sizeof(sql), sql,
			 "PRAGMA application_id=%d; PRAGMA user_version=%d; %s;",
			 APPLICATION_ID, FORM_VERSION, CREATE_TABLE);
	return run(shelf, sql, err);
}

static int count_schema(index_shelf *shelf, const char *where, int64_t *count,
			nlog_error *err)
{
	char sql[256];

	sqlite3_snprintf(sizeof(sql), sql, "SELECT count(*) FROM sqlite_schema%s", where);
	return query_number(shelf, sql, count, err);
}

/* Is it ours, of this version, with our table and nothing else? */
static int check_form(index_shelf *shelf, bool *is_empty, nlog_error *err)
{
	int64_t id, version, all, own;
	int rc = query_number(shelf, "PRAGMA application_id", &id, err);

	if (!rc)
		rc = query_number(shelf, "PRAGMA user_version", &version, err);
	if (!rc)
		rc = count_schema(shelf, "", &all, err);
	if (!rc)
		rc = count_schema(shelf, " WHERE sql = '" CREATE_TABLE "'", &own, err);
	if (rc)
		return rc;
	*is_empty = id == 0 && version == 0 && all == 0;
	if (!*is_empty && (id != APPLICATION_ID || version != FORM_VERSION ||
			   all != SCHEMA_SIZE || own != 1))
		return nlog_error_set(err, NLOG_EDAMAGED,
				      "'%s' is of another version, or no index",
				      shelf->path);
	return 0;
}

/* An empty file becomes a shelf; of two who try the second finds it made. */
static int make_if_empty(index_shelf *shelf, nlog_error *err)
{
	bool is_empty;
	/* Of one state: another may make it between two questions. */
	int rc = shelf_begin_reading(shelf, err);

	if (!rc)
		rc = check_form(shelf, &is_empty, err);
	shelf_cancel(shelf);
	if (rc || !is_empty)
		return rc;
	rc = shelf_begin_writing(shelf, err);
	if (!rc)
		rc = check_form(shelf, &is_empty, err);
	if (!rc && is_empty)
		rc = make_table(shelf, err);
	if (!rc)
		return shelf_commit(shelf, err);
	shelf_cancel(shelf);
	return rc;
}

int shelf_open(index_shelf **out, const char *path, nlog_error *err)
{
	index_shelf *shelf;
	int rc = claim_file(path, err);

	if (rc)
		return rc;
	shelf = nlog_alloc(sizeof(*shelf));
	shelf->path = nlog_strdup(path);
	rc = open_database(shelf, err);
	if (!rc)
		rc = set_up(shelf, err);
	if (!rc)
		rc = make_if_empty(shelf, err);
	if (rc && rc != NLOG_EDAMAGED) {
		shelf_close(shelf);
		return rc;
	}
	*out = shelf;
	return rc;
}

static void end_statements(index_shelf *shelf)
{
	for (size_t i = 0; i < SHELF_STATEMENTS; i++) {
		sqlite3_finalize(shelf->statements[i]);
		shelf->statements[i] = NULL;
	}
}

void shelf_close(index_shelf *shelf)
{
	if (!shelf)
		return;
	end_statements(shelf);
	sqlite3_close(shelf->db);
	row_coder_clear(&shelf->coder);
	nlog_free(shelf->path);
	nlog_free(shelf);
}

int shelf_begin_reading(index_shelf *shelf, nlog_error *err)
{
	return run(shelf, "BEGIN", err);
}

int shelf_begin_writing(index_shelf *shelf, nlog_error *err)
{
	/* What is written is kept until it is committed, in memory as long as there is room. */
	return run(shelf, "PRAGMA cache_size=-32768; BEGIN IMMEDIATE", err);
}

/* A statement that still stands at a row would keep the transaction open. */
static void rest(index_shelf *shelf)
{
	for (size_t i = 0; i < SHELF_STATEMENTS; i++)
		if (shelf->statements[i])
			sqlite3_reset(shelf->statements[i]);
}

int shelf_commit(index_shelf *shelf, nlog_error *err)
{
	rest(shelf);
	return run(shelf, "COMMIT", err);
}

void shelf_cancel(index_shelf *shelf)
{
	rest(shelf);
	if (!sqlite3_get_autocommit(shelf->db))
		(void)sqlite3_exec(shelf->db, "ROLLBACK", NULL, NULL, NULL);
}

void shelf_settle(index_shelf *shelf)
{
	(void)sqlite3_exec(shelf->db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
}

int shelf_reset(index_shelf *shelf, nlog_error *err)
{
	int rc;

	shelf_cancel(shelf);
	end_statements(shelf);
	sqlite3_db_config(shelf->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
	sqlite3_db_config(shelf->db, SQLITE_DBCONFIG_RESET_DATABASE, 1, NULL);
	rc = run(shelf, "VACUUM", err);
	sqlite3_db_config(shelf->db, SQLITE_DBCONFIG_RESET_DATABASE, 0, NULL);
	if (!rc)
		rc = set_up(shelf, err);
	return rc ? rc : make_if_empty(shelf, err);
}
