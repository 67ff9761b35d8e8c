/**
 * @file
 * How a column says what an entry has, as its writer and its reader know it.
 */
#ifndef INDEX_ENTRY_FORMS_H
#define INDEX_ENTRY_FORMS_H

/** What is said in one bit each. */
enum {
	IS_PLAIN = 1,
	NAMES_ITSELF = 2, /**< the subject begins with the notice and its revision */
	IS_ALONE = 4,     /**< the folder has nothing but notice.json */
	FLAGS_MAX = 7,
};

/** A text that is usually a word or a day: which one, and so much. */
enum { TEXT_NONE, TEXT_ODD, TEXT_KNOWN };

#endif
