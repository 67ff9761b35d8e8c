/**
 * @file
 * An open file of the index, as the two halves of its code know it.
 */
#ifndef INDEX_SHELF_PRIVATE_H
#define INDEX_SHELF_PRIVATE_H

#include <sqlite3.h>

#include "row.h"
#include "shelf.h"

/** What is asked of the table; each is prepared when it is first needed. */
enum {
	SHELF_GET,
	SHELF_LAST,
	SHELF_NEXT,
	SHELF_PUT,
	SHELF_REMOVE,
	SHELF_EACH,
	SHELF_STATEMENTS,
};

struct index_shelf {
	sqlite3 *db;
	char *path;
	sqlite3_stmt *statements[SHELF_STATEMENTS];
	row_coder coder;
};

/** Put one of SQLite's results into ours. @return 0; NLOG_EBUSY; NLOG_EDAMAGED; NLOG_EIO */
int shelf_error(nlog_error *err, const index_shelf *shelf, int rc);

#endif
