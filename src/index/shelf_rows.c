/* The rows of the index's file, looked up and written. */
#include "shelf_private.h"

static const char *const texts[SHELF_STATEMENTS] = {
	[SHELF_GET] = "SELECT bytes FROM row WHERE key = ?1",
	[SHELF_LAST] = "SELECT key, bytes FROM row WHERE key >= ?2 AND key <= ?1 "
		       "ORDER BY key DESC LIMIT 1",
	[SHELF_NEXT] =
		"SELECT key FROM row WHERE key > ?1 AND key < ?2 ORDER BY key LIMIT 1",
	[SHELF_PUT] = "INSERT INTO row(key, bytes) VALUES (?1, ?2) "
		      "ON CONFLICT(key) DO UPDATE SET bytes = ?2",
	[SHELF_REMOVE] = "DELETE FROM row WHERE key >= ?1 AND key < ?2",
	[SHELF_EACH] =
		"SELECT key, bytes FROM row WHERE key >= ?1 AND key < ?2 ORDER BY key",
};

/* The statement, its first parameter bound to what is borrowed until it is stepped. */
static int prepare(index_shelf *shelf, int which, nlog_slice key, sqlite3_stmt **out,
		   nlog_error *err)
{
	sqlite3_stmt **statement = &shelf->statements[which];
	int rc = SQLITE_OK;

	if (!*statement)
		rc = sqlite3_prepare_v3(shelf->db, texts[which], -1,
					SQLITE_PREPARE_PERSISTENT, statement, NULL);
	if (rc == SQLITE_OK) {
		sqlite3_reset(*statement);
		rc = sqlite3_bind_blob64(*statement, 1, key.data, key.len, SQLITE_STATIC);
	}
	*out = *statement;
	return shelf_error(err, shelf, rc);
}

static nlog_slice column(sqlite3_stmt *statement, int at)
{
	const void *data = sqlite3_column_blob(statement, at);
	int len = sqlite3_column_bytes(statement, at);

	return (nlog_slice){data ? data : "", data ? (size_t)len : 0};
}

int shelf_damaged(const index_shelf *shelf, nlog_error *err)
{
	return nlog_error_set(err, NLOG_EDAMAGED, "'%s' is damaged", shelf->path);
}

/* @return 0: a row was found, whose columns are there until the statement is reset */
static int step_to_row(const index_shelf *shelf, sqlite3_stmt *statement, nlog_error *err)
{
	int step = sqlite3_step(statement);

	if (step == SQLITE_DONE)
		return NLOG_ENOTFOUND;
	return step == SQLITE_ROW ? 0 : shelf_error(err, shelf, step);
}

/* @param row  borrowed until the next call */
static int find(index_shelf *shelf, nlog_slice key, nlog_slice *row, nlog_error *err)
{
	sqlite3_stmt *statement;
	int rc = prepare(shelf, SHELF_GET, key, &statement, err);

	if (!rc)
		rc = step_to_row(shelf, statement, err);
	if (!rc)
		*row = column(statement, 0);
	return rc;
}

int shelf_get(index_shelf *shelf, nlog_slice key, nlog_slice *bytes, nlog_error *err)
{
	nlog_slice row;
	int rc = find(shelf, key, &row, err);

	if (!rc && !row_open(&shelf->coder, key, row, bytes))
		rc = shelf_damaged(shelf, err);
	return rc;
}

int shelf_get_closed(index_shelf *shelf, nlog_slice key, nlog_str *row, nlog_error *err)
{
	nlog_slice found;
	int rc = find(shelf, key, &found, err);

	if (!rc)
		nlog_str_add_slice(row, found);
	return rc;
}

/* The same for a statement whose second parameter is a letter. */
static int prepare_kind(index_shelf *shelf, int which, nlog_slice key, const char *kind,
			sqlite3_stmt **out, nlog_error *err)
{
	int rc = prepare(shelf, which, key, out, err);

	if (rc)
		return rc;
	return shelf_error(err, shelf, sqlite3_bind_blob(*out, 2, kind, 1, SQLITE_STATIC));
}

/* The key of the row behind one, of the same kind. */
static int add_next(index_shelf *shelf, nlog_slice key, nlog_str *next, nlog_error *err)
{
	const char end = (char)(key.data[0] + 1);
	sqlite3_stmt *statement;
	int rc = prepare_kind(shelf, SHELF_NEXT, key, &end, &statement, err), step;

	if (rc)
		return rc;
	step = sqlite3_step(statement);
	if (step == SQLITE_ROW)
		nlog_str_add_slice(next, column(statement, 0));
	sqlite3_reset(statement);
	return shelf_error(err, shelf, step);
}

/* @param found, row  borrowed until the next call */
static int find_last(index_shelf *shelf, nlog_slice key, nlog_slice *found, nlog_slice *row,
		     nlog_str *next, nlog_error *err)
{
	sqlite3_stmt *statement;
	int rc = prepare_kind(shelf, SHELF_LAST, key, key.data, &statement, err);

	if (!rc)
		rc = step_to_row(shelf, statement, err);
	if (rc)
		return rc;
	*found = column(statement, 0);
	*row = column(statement, 1);
	return add_next(shelf, *found, next, err);
}

int shelf_get_last(index_shelf *shelf, nlog_slice key, nlog_slice *found, nlog_slice *bytes,
		   nlog_str *next, nlog_error *err)
{
	nlog_slice row;
	int rc = find_last(shelf, key, found, &row, next, err);

	if (!rc && !row_open(&shelf->coder, *found, row, bytes))
		rc = shelf_damaged(shelf, err);
	return rc;
}

int shelf_get_last_closed(index_shelf *shelf, nlog_slice key, nlog_str *found,
			  nlog_str *row, nlog_str *next, nlog_error *err)
{
	nlog_slice its_key, its_row;
	int rc = find_last(shelf, key, &its_key, &its_row, next, err);

	if (rc)
		return rc;
	nlog_str_add_slice(found, its_key);
	nlog_str_add_slice(row, its_row);
	return 0;
}

int shelf_put_partly_plain(index_shelf *shelf, nlog_slice key, nlog_slice bytes,
			   size_t plain, nlog_error *err)
{
	nlog_slice row = row_close(&shelf->coder, key, bytes, plain);
	sqlite3_stmt *statement;
	int rc = prepare(shelf, SHELF_PUT, key, &statement, err), step;

	if (rc)
		return rc;
	step = sqlite3_bind_blob64(statement, 2, row.data, row.len, SQLITE_STATIC);
	if (step == SQLITE_OK)
		step = sqlite3_step(statement);
	sqlite3_reset(statement);
	return shelf_error(err, shelf, step);
}

int shelf_put(index_shelf *shelf, nlog_slice key, nlog_slice bytes, nlog_error *err)
{
	return shelf_put_partly_plain(shelf, key, bytes, 0, err);
}

int shelf_remove_kind(index_shelf *shelf, char kind, nlog_error *err)
{
	const char range[2] = {kind, (char)(kind + 1)};
	sqlite3_stmt *statement;
	int rc = prepare_kind(shelf, SHELF_REMOVE, (nlog_slice){range, 1}, range + 1,
			      &statement, err);

	if (!rc)
		rc = shelf_error(err, shelf, sqlite3_step(statement));
	if (statement)
		sqlite3_reset(statement);
	return rc;
}

int shelf_each(index_shelf *shelf, char kind,
	       int (*each)(nlog_slice key, nlog_slice bytes, void *data), void *data,
	       nlog_error *err)
{
	const char range[2] = {kind, (char)(kind + 1)};
	sqlite3_stmt *statement;
	int rc = prepare_kind(shelf, SHELF_EACH, (nlog_slice){range, 1}, range + 1,
			      &statement, err),
	    step = SQLITE_DONE;

	while (!rc && (step = sqlite3_step(statement)) == SQLITE_ROW) {
		nlog_slice key = column(statement, 0), bytes;

		rc = row_open(&shelf->coder, key, column(statement, 1), &bytes)
			     ? each(key, bytes, data)
			     : shelf_damaged(shelf, err);
	}
	if (!rc)
		rc = shelf_error(err, shelf, step);
	if (statement)
		sqlite3_reset(statement);
	return rc;
}
