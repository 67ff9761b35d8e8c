/* How many objects are files of their own, as far as a look at a few can tell. */
#include <dirent.h>

#include <noticelog/store.h>

/* Ids are spread evenly: one folder of 256 stands for all. */
#define SAMPLE "17"
#define FOLDERS 256

size_t nlog_store_loose_objects(const nlog_store *store)
{
	nlog_str path = NLOG_STR_INIT;
	const struct dirent *file;
	size_t count = 0;
	DIR *dir;

	nlog_str_addf(&path, "%s/objects/" SAMPLE, nlog_store_path(store));
	dir = opendir(nlog_str_text(&path));
	while (dir && (file = readdir(dir)))
		count += file->d_name[0] != '.';
	if (dir)
		closedir(dir);
	nlog_str_clear(&path);
	return count * FOLDERS;
}
