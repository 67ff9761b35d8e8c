/**
 * @file
 * libgit2, loaded when it is first needed: it brings libssh2, OpenSSL and Kerberos
 * along, and to map and bind them all takes longer than many an answer.
 *
 * Its types and constants may be used at any time; what needs no more than an id or
 * the name of a type is in oid.h.
 */
#ifndef STORE_LIBGIT2_H
#define STORE_LIBGIT2_H

#include <git2.h>
#include <git2/sys/odb_backend.h>

#include <noticelog/library.h>

#define LIBGIT2_FUNCTIONS(X)                                                               \
	X(git_buf_dispose)                                                                 \
	X(git_commit_author)                                                               \
	X(git_commit_committer)                                                            \
	X(git_commit_free)                                                                 \
	X(git_commit_id)                                                                   \
	X(git_commit_lookup)                                                               \
	X(git_commit_message)                                                              \
	X(git_commit_parent_id)                                                            \
	X(git_commit_parentcount)                                                          \
	X(git_commit_tree_id)                                                              \
	X(git_config_free)                                                                 \
	X(git_config_get_string_buf)                                                       \
	X(git_config_open_default)                                                         \
	X(git_config_open_level)                                                           \
	X(git_config_set_bool)                                                             \
	X(git_error_clear)                                                                 \
	X(git_error_last)                                                                  \
	X(git_error_set_str)                                                               \
	X(git_graph_descendant_of)                                                         \
	X(git_libgit2_init)                                                                \
	X(git_libgit2_opts)                                                                \
	X(git_libgit2_shutdown)                                                            \
	X(git_object_free)                                                                 \
	X(git_object_id)                                                                   \
	X(git_object_lookup)                                                               \
	X(git_object_peel)                                                                 \
	X(git_odb_add_backend)                                                             \
	X(git_odb_backend_data_alloc)                                                      \
	X(git_odb_backend_data_free)                                                       \
	X(git_odb_exists_ext)                                                              \
	X(git_odb_foreach)                                                                 \
	X(git_odb_free)                                                                    \
	X(git_odb_get_backend)                                                             \
	X(git_odb_hash)                                                                    \
	X(git_odb_init_backend)                                                            \
	X(git_odb_num_backends)                                                            \
	X(git_odb_object_data)                                                             \
	X(git_odb_object_free)                                                             \
	X(git_odb_object_size)                                                             \
	X(git_odb_object_type)                                                             \
	X(git_odb_open)                                                                    \
	X(git_odb_read)                                                                    \
	X(git_odb_read_header)                                                             \
	X(git_odb_refresh)                                                                 \
	X(git_odb_write)                                                                   \
	X(git_packbuilder_foreach)                                                         \
	X(git_packbuilder_free)                                                            \
	X(git_packbuilder_insert)                                                          \
	X(git_packbuilder_new)                                                             \
	X(git_packbuilder_set_threads)                                                     \
	X(git_reference_free)                                                              \
	X(git_reference_iterator_free)                                                     \
	X(git_reference_iterator_glob_new)                                                 \
	X(git_reference_lookup)                                                            \
	X(git_reference_name_to_id)                                                        \
	X(git_reference_next_name)                                                         \
	X(git_reference_symbolic_target)                                                   \
	X(git_reference_target)                                                            \
	X(git_reference_type)                                                              \
	X(git_repository_commondir)                                                        \
	X(git_repository_config)                                                           \
	X(git_repository_free)                                                             \
	X(git_repository_init_ext)                                                         \
	X(git_repository_init_options_init)                                                \
	X(git_repository_is_bare)                                                          \
	X(git_repository_item_path)                                                        \
	X(git_repository_odb)                                                              \
	X(git_repository_open_ext)                                                         \
	X(git_repository_path)                                                             \
	X(git_revparse_single)                                                             \
	X(git_signature_free)                                                              \
	X(git_signature_new)                                                               \
	X(git_tree_free)                                                                   \
	X(git_tree_lookup)

typedef struct {
	LIBGIT2_FUNCTIONS(NLOG_LIBRARY_MEMBER)
} libgit2_functions;

/** Its functions: `git()->git_odb_read(…)`. Any thread may call this, at any time. */
const libgit2_functions *git(void);

#endif
