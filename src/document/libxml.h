/* What is used of libxml2: its HTML parser, and what it knows of entities and Unicode. */
#ifndef DOCUMENT_LIBXML_H
#define DOCUMENT_LIBXML_H

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlunicode.h>

#include <noticelog/library.h>

#define LIBXML_FUNCTIONS(X)                                                                \
	X(htmlCreateMemoryParserCtxt)                                                      \
	X(htmlCtxtUseOptions)                                                              \
	X(htmlEntityLookup)                                                                \
	X(htmlFreeParserCtxt)                                                              \
	X(htmlParseDocument)                                                               \
	X(xmlByteConsumed)                                                                 \
	X(xmlCopyCharMultiByte)                                                            \
	X(xmlStopParser)                                                                   \
	X(xmlSwitchEncoding)                                                               \
	X(xmlUCSIsCatP)                                                                    \
	X(xmlUCSIsCatZs)

typedef struct {
	LIBXML_FUNCTIONS(NLOG_LIBRARY_MEMBER)
} libxml_functions;

/* Loaded with the first document that is not plain; it brings ICU along. */
const libxml_functions *document_libxml(void);

#endif
