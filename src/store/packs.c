/* The packs of a register, read where they lie (gitformat-pack(5), index version 2). */
#include "packs.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <endian.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <noticelog/alloc.h>
#include <noticelog/file.h>

#include "delta.h"
#include "pack_entry.h"

#define ID_SIZE 20
#define INDEX_HEADER 8
#define FANOUT_SIZE (256 * 4)
#define PACK_HEADER 12

/* A chain of deltas that is longer is left to libgit2. */
#define CHAIN_LIMIT 4096

/* What is kept of objects read: the next revision is told from the one before. */
#define KEPT_SLOTS 4096
#define KEPT_BYTES ((size_t)16 << 20)

/*
 * After so many bytes the pages of mapped packs are given back; the system still has
 * them. It maps blocks of so many around what is read.
 */
#define MAPPED_BYTES ((size_t)24 << 20)
#define BLOCK_BYTES ((size_t)64 << 10)

typedef struct {
	const unsigned char *bytes;
	size_t len;
} mapped;

typedef struct {
	char *name; /* in the folder, without `.idx` */
	mapped index, pack;
	bool *touched; /* which blocks of the pack */
	size_t count;  /* 0: not to be read here */
	const unsigned char *fanout, *ids, *offsets, *far_offsets;
	size_t far_count;
} pack_file;

/* An object that was read. */
typedef struct {
	const pack_file *pack;
	uint64_t offset;
	git_object_t type;
	nlog_str bytes;
} kept;

/* A delta on the way down to a whole object. */
typedef struct {
	uint64_t offset, data;
	size_t size;
} delta_link;

struct store_packs {
	char *folder;         /* with a final `/` */
	pthread_mutex_t lock; /* of all that follows */
	bool is_listed;
	pack_file **files;
	size_t file_count, file_capacity;
	size_t last;            /* the pack in which the last object was */
	kept *kept[KEPT_SLOTS]; /* owned; NULL: free, as most are for who asks for little */
	size_t kept_bytes;      /* room that they take */
	size_t touched;         /* bytes of the blocks in which was read */
	delta_link *links;
	size_t link_count, link_capacity;
	nlog_str delta, result;
	struct libdeflate_decompressor *inflater;
};

static uint32_t number_at(const unsigned char *bytes)
{
	uint32_t number;

	memcpy(&number, bytes, sizeof(number));
	return ntohl(number);
}

static bool map_file(mapped *out, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat about;
	void *bytes = MAP_FAILED;

	if (fd < 0)
		return false;
	if (!fstat(fd, &about) && S_ISREG(about.st_mode) && about.st_size > 0)
		bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (bytes == MAP_FAILED)
		return false;
	*out = (mapped){bytes, (size_t)about.st_size};
	return true;
}

static size_t blocks_of(const mapped *pack)
{
	return pack->len / BLOCK_BYTES + 1;
}

static void unmap(mapped *file)
{
	if (file->bytes)
		munmap((void *)file->bytes, file->len);
	*file = (mapped){NULL, 0};
}

/* @return the number of objects; 0 for another form, or tables that do not fit the file */
static size_t check_index(const mapped *index)
{
	static const unsigned char magic[] = {0xff, 't', 'O', 'c', 0, 0, 0, 2};
	const unsigned char *fanout = index->bytes + INDEX_HEADER;
	size_t count, tables;

	if (index->len < INDEX_HEADER + FANOUT_SIZE + 2 * ID_SIZE ||
	    memcmp(index->bytes, magic, sizeof(magic)) != 0)
		return 0;
	for (size_t i = 1; i < 256; i++) {
		if (number_at(fanout + 4 * i) < number_at(fanout + 4 * (i - 1)))
			return 0;
	}
	count = number_at(fanout + FANOUT_SIZE - 4);
	tables = index->len - INDEX_HEADER - FANOUT_SIZE - 2 * ID_SIZE;
	if (count > tables / (ID_SIZE + 4 + 4) || (tables - count * (ID_SIZE + 4 + 4)) % 8)
		return 0;
	return count;
}

/* Does the pack belong to the index: as many objects, the same sum at its end? */
static bool check_pack(const mapped *pack, const mapped *index, size_t count)
{
	return pack->len >= PACK_HEADER + ID_SIZE &&
	       memcmp(pack->bytes, "PACK\0\0\0\2", 8) == 0 &&
	       number_at(pack->bytes + 8) == count &&
	       memcmp(pack->bytes + pack->len - ID_SIZE,
		      index->bytes + index->len - 2 * ID_SIZE, ID_SIZE) == 0;
}

static void open_pack(pack_file *file, const char *folder)
{
	nlog_str path = NLOG_STR_INIT;
	size_t count = 0;

	nlog_str_addf(&path, "%s%s.idx", folder, file->name);
	if (map_file(&file->index, nlog_str_text(&path)))
		count = check_index(&file->index);
	nlog_str_truncate(&path, path.len - strlen("idx"));
	nlog_str_add(&path, "pack");
	if (count && map_file(&file->pack, nlog_str_text(&path)) &&
	    check_pack(&file->pack, &file->index, count)) {
		file->count = count;
		file->touched =
			nlog_alloc_array(blocks_of(&file->pack), sizeof(*file->touched));
		file->fanout = file->index.bytes + INDEX_HEADER;
		file->ids = file->fanout + FANOUT_SIZE;
		file->offsets = file->ids + count * (ID_SIZE + 4);
		file->far_offsets = file->offsets + count * 4;
		file->far_count = (size_t)(file->index.bytes + file->index.len -
					   2 * ID_SIZE - file->far_offsets) /
				  8;
	}
	nlog_str_clear(&path);
}

static bool is_open(const store_packs *packs, nlog_slice name)
{
	for (size_t i = 0; i < packs->file_count; i++) {
		if (nlog_slice_is(name, packs->files[i]->name))
			return true;
	}
	return false;
}

static void list_packs(store_packs *packs)
{
	DIR *dir = opendir(packs->folder);
	struct dirent *entry;

	packs->is_listed = true;
	while (dir && (entry = readdir(dir))) {
		nlog_slice name = nlog_slice_of(entry->d_name);
		pack_file *file;

		if (!nlog_slice_starts(name, "pack-") || !nlog_slice_ends(name, ".idx"))
			continue;
		name.len -= strlen(".idx");
		if (is_open(packs, name))
			continue;
		file = nlog_alloc(sizeof(*file));
		file->name = nlog_strndup(name.data, name.len);
		open_pack(file, packs->folder);
		NLOG_GROW(packs->files, packs->file_count, packs->file_capacity);
		packs->files[packs->file_count++] = file;
	}
	if (dir)
		closedir(dir);
}

void store_packs_refresh(store_packs *packs)
{
	pthread_mutex_lock(&packs->lock);
	list_packs(packs);
	pthread_mutex_unlock(&packs->lock);
}

static bool offset_at(const pack_file *file, size_t at, uint64_t *offset)
{
	uint32_t near = number_at(file->offsets + 4 * at);
	size_t far = near & 0x7fffffff;

	*offset = near;
	if (near & 0x80000000) {
		if (far >= file->far_count)
			return false;
		*offset = (uint64_t)number_at(file->far_offsets + 8 * far) << 32 |
			  number_at(file->far_offsets + 8 * far + 4);
	}
	return true;
}

/* Where an id begins, as a number that sorts as ids do. */
static uint64_t beginning_of(const unsigned char *id)
{
	uint64_t number;

	memcpy(&number, id, sizeof(number));
	return be64toh(number);
}

/*
 * Ids are hashes, so that one is near the place at which it would be if all were spread
 * evenly: the search begins there and reaches out, in steps that double, until it has
 * passed it. Most of a bisection would be waiting for memory.
 */
static bool find_in(const pack_file *file, const unsigned char *id, uint64_t *offset)
{
	uint64_t wanted = beginning_of(id);
	size_t low, high, middle, step = 8;

	if (!file->count)
		return false;
	low = *id ? number_at(file->fanout + 4 * ((size_t)*id - 1)) : 0;
	high = number_at(file->fanout + 4 * (size_t)*id);
	/* The second to the fifth byte tell how far between the two. */
	middle = low + ((wanted << 8 >> 32) * (high - low) >> 32);
	while (low < high) {
		const unsigned char *other = file->ids + middle * ID_SIZE;
		uint64_t beginning = beginning_of(other);
		int order = (wanted > beginning) - (wanted < beginning);

		if (!order)
			order = memcmp(id, other, ID_SIZE);
		if (!order)
			return offset_at(file, middle, offset);
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
		if (high - low <= 2 * step)
			middle = low + (high - low) / 2;
		else
			middle = order < 0 ? high - step : low + step;
		step *= 2;
	}
	return false;
}

static kept **slot_of(store_packs *packs, const pack_file *file, uint64_t offset)
{
	uint64_t hash = (offset + (uintptr_t)file) * UINT64_C(0x9e3779b97f4a7c15);

	return &packs->kept[hash >> 52];
}

static const kept *find_kept(store_packs *packs, const pack_file *file, uint64_t offset)
{
	const kept *found = *slot_of(packs, file, offset);

	return found && found->pack == file && found->offset == offset ? found : NULL;
}

static void forget_all(store_packs *packs)
{
	for (size_t i = 0; i < KEPT_SLOTS; i++) {
		if (packs->kept[i])
			nlog_str_clear(&packs->kept[i]->bytes);
		nlog_free(packs->kept[i]);
		packs->kept[i] = NULL;
	}
	packs->kept_bytes = 0;
}

/* Keep what was made last; what was in its place gives its room to the next. */
static const kept *keep(store_packs *packs, const pack_file *file, uint64_t offset,
			git_object_t type)
{
	kept **slot = slot_of(packs, file, offset);
	nlog_str room;

	if (packs->kept_bytes + packs->result.capacity > KEPT_BYTES)
		forget_all(packs);
	if (!*slot)
		*slot = nlog_alloc(sizeof(**slot));
	room = (*slot)->bytes;
	packs->kept_bytes += packs->result.capacity - room.capacity;
	**slot = (kept){file, offset, type, packs->result};
	packs->result = room;
	return *slot;
}

/* The head of an entry, what it is told from found. */
static bool read_head(const pack_file *file, uint64_t offset, store_pack_entry *out)
{
	size_t end = file->pack.len - ID_SIZE;

	return offset >= PACK_HEADER && offset < end &&
	       store_pack_entry_read(out, file->pack.bytes + offset, end - (size_t)offset,
				     offset) &&
	       (out->type != STORE_REF_DELTA || find_in(file, out->base_id, &out->base));
}

static void touch(store_packs *packs, const pack_file *file, uint64_t offset, size_t len)
{
	for (size_t i = (size_t)offset / BLOCK_BYTES;
	     i <= ((size_t)offset + len) / BLOCK_BYTES; i++) {
		packs->touched += file->touched[i] ? 0 : BLOCK_BYTES;
		file->touched[i] = true;
	}
}

static bool inflate_at(store_packs *packs, const pack_file *file, uint64_t offset,
		       size_t size, nlog_str *out)
{
	size_t room = file->pack.len - ID_SIZE - (size_t)offset, used;

	nlog_str_truncate(out, 0);
	if (libdeflate_zlib_decompress_ex(packs->inflater, file->pack.bytes + offset, room,
					  nlog_str_extend(out, size), size, &used,
					  NULL) != LIBDEFLATE_SUCCESS)
		return false;
	touch(packs, file, offset, used);
	return true;
}

/* Down from an entry to an object that is whole or kept; what lies between goes to packs->links. */
static const kept *find_whole(store_packs *packs, const pack_file *file, uint64_t offset)
{
	packs->link_count = 0;
	for (;;) {
		const kept *known = find_kept(packs, file, offset);
		store_pack_entry head;
		uint64_t data;

		if (known)
			return known;
		if (packs->link_count == CHAIN_LIMIT || !read_head(file, offset, &head))
			return NULL;
		data = offset + head.head_len;
		if (head.type < STORE_OFS_DELTA) {
			git_object_t type = (git_object_t)head.type;

			if (!store_type_is_whole(type) ||
			    !inflate_at(packs, file, data, head.size, &packs->result))
				return NULL;
			return keep(packs, file, offset, type);
		}
		NLOG_GROW(packs->links, packs->link_count, packs->link_capacity);
		packs->links[packs->link_count++] = (delta_link){offset, data, head.size};
		offset = head.base;
	}
}

/* Give pages back: a walk over all of a pack would keep all of it in our memory. */
static void release_pages(store_packs *packs)
{
	if (packs->touched < MAPPED_BYTES)
		return;
	packs->touched = 0;
	for (size_t i = 0; i < packs->file_count; i++) {
		const pack_file *file = packs->files[i];

		if (!file->count)
			continue;
		(void)madvise((void *)file->pack.bytes, file->pack.len, MADV_DONTNEED);
		memset(file->touched, 0, blocks_of(&file->pack) * sizeof(*file->touched));
	}
}

static const kept *read_at(store_packs *packs, const pack_file *file, uint64_t offset)
{
	const kept *whole;

	release_pages(packs);
	whole = find_whole(packs, file, offset);
	while (whole && packs->link_count) {
		const delta_link *at = &packs->links[--packs->link_count];

		nlog_str_truncate(&packs->result, 0);
		if (!inflate_at(packs, file, at->data, at->size, &packs->delta) ||
		    !store_delta_apply(&packs->result, nlog_str_slice(&whole->bytes),
				       nlog_str_slice(&packs->delta), NLOG_FILE_LIMIT))
			return NULL;
		whole = keep(packs, file, at->offset, whole->type);
	}
	return whole;
}

/* From the first pack that has it. @param found  NULL if it cannot be read */
static int read_any(const kept **found, store_packs *packs, const git_oid *oid)
{
	*found = NULL;
	if (!packs->inflater)
		return NLOG_EDAMAGED;
	if (!packs->is_listed)
		list_packs(packs);
	for (size_t i = 0; i < packs->file_count; i++) {
		size_t at = (packs->last + i) % packs->file_count;
		const pack_file *file = packs->files[at];
		uint64_t offset;

		if (!find_in(file, oid->id, &offset))
			continue;
		packs->last = at;
		*found = read_at(packs, file, offset);
		return *found ? 0 : NLOG_EDAMAGED;
	}
	return NLOG_ENOTFOUND;
}

int store_packs_read(store_packs *packs, const git_oid *oid, git_object_t *type,
		     nlog_str *content)
{
	const kept *found;
	int rc;

	pthread_mutex_lock(&packs->lock);
	rc = read_any(&found, packs, oid);
	if (!rc) {
		*type = found->type;
		nlog_str_truncate(content, 0);
		nlog_str_add_slice(content, nlog_str_slice(&found->bytes));
	}
	pthread_mutex_unlock(&packs->lock);
	return rc;
}

store_packs *store_packs_new(const char *objects)
{
	store_packs *packs = nlog_alloc(sizeof(*packs));
	nlog_str folder = NLOG_STR_INIT;

	nlog_str_addf(&folder, "%spack/", objects);
	packs->folder = nlog_str_detach(&folder);
	pthread_mutex_init(&packs->lock, NULL);
	packs->inflater = libdeflate_alloc_decompressor();
	return packs;
}

void store_packs_free(store_packs *packs)
{
	if (!packs)
		return;
	forget_all(packs);
	for (size_t i = 0; i < packs->file_count; i++) {
		unmap(&packs->files[i]->index);
		unmap(&packs->files[i]->pack);
		nlog_free(packs->files[i]->touched);
		nlog_free(packs->files[i]->name);
		nlog_free(packs->files[i]);
	}
	nlog_free(packs->files);
	nlog_free(packs->links);
	nlog_free(packs->folder);
	nlog_str_clear(&packs->delta);
	nlog_str_clear(&packs->result);
	libdeflate_free_decompressor(packs->inflater);
	pthread_mutex_destroy(&packs->lock);
	nlog_free(packs);
}
