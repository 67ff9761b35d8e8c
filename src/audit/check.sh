#!/bin/sh
# Check a register of notices without noticelog: with git, jq and sha256sum alone.
#
# Beside this script lie
#   register.bundle  the whole history as a git bundle: `git clone register.bundle`
#   manifest.ndjson  what it should come to: the head on the first line, then one line for
#                    each revision in the order recorded, with its digest
#
# The script clones the bundle into a temporary folder and computes everything anew:
#   digest    SHA-256 of the notice's JSON without white space (RFC 8785)
#   Previous  names the digest of the notice's revision before
#   Source    size and SHA-256 of the document as it was received
#   Entry     counts the commits from 1
#   Chain     SHA-256 of the Chain before, a line feed, and the digest that is recorded
# and then compares the result with the manifest. It prints what is wrong, and ends with 0
# if nothing is and with 1 if anything is. Nothing is changed but the temporary folder.
#
# Usage: sh check.sh [FOLDER]     (the folder with the two files; else the script's own)
set -u
LC_ALL=C
export LC_ALL
here=$(cd "${1:-$(dirname "$0")}" && pwd) || exit 1
for tool in git jq sha256sum awk; do
	command -v "$tool" >/dev/null || { echo "check: $tool is not installed" >&2; exit 1; }
done
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
# Nobody's configuration, and no replaced objects.
HOME=$work XDG_CONFIG_HOME=$work GIT_CONFIG_NOSYSTEM=1 GIT_NO_REPLACE_OBJECTS=1
export HOME XDG_CONFIG_HOME GIT_CONFIG_NOSYSTEM GIT_NO_REPLACE_OBJECTS
unset GIT_DIR GIT_WORK_TREE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
repo=$work/register.git
mkdir "$work/count" "$work/last"
wrong=0

complain() {
	printf 'check: %s\n' "$1" | tr -c '[:print:]\n' '?'
	wrong=$((wrong + 1))
}

sha256() { # of standard input
	sha256sum | cut -d' ' -f1
}

# SHA-256 of the JSON without white space. RFC 8785 wants keys sorted by UTF-16 code units;
# a stored file has them in that order already, and jq keeps it. (jq -S would sort by code
# points, which is another order for keys with letters beyond U+FFFF.) A file that plain git
# brought in may have its keys in any order: then, and only then, jq sorts them.
digest_of() { # object, digest that it should have ("" for none)
	digest=$(git -C "$repo" cat-file blob "$1" | jq -cj . | sha256)
	if [ "$digest" = "$2" ] || grep -q "\"$digest\"" "$here/manifest.ndjson"; then
		echo "$digest"
	else
		git -C "$repo" cat-file blob "$1" | jq -cjS . | sha256
	fi
}

# Keys become names of files here, and come from whoever wrote the history.
is_key() {
	case $1 in
	'' | [!A-Za-z0-9]* | *[!A-Za-z0-9._-]* | *..*) return 1 ;;
	esac
}

# The object of a path after a commit; nothing if there is none.
object_at() { # commit, path
	git -C "$repo" rev-parse --verify --quiet "$1:$2"
}

# The folder of a key: notices/YY/SS/KEY, by what stands before and between the first two
# hyphens, or notices/other/KEY. Found by its name, as only one folder can have it.
folder_of() { # commit, key
	git -C "$repo" ls-tree -r --name-only "$1" notices |
		awk -v tail="/$2/notice.json" 'substr($0, length($0) - length(tail) + 1) == tail {
			print substr($0, 1, length($0) - length("/notice.json")); exit }'
}

# The last paragraph of a commit's message: there the trailers are.
trailers_of() { # commit
	git -C "$repo" cat-file commit "$1" | sed '1,/^$/d' | awk '
		/^$/ { if (!blank) { blank = 1 } next }
		{ if (blank) { text = ""; blank = 0 } text = text $0 "\n" }
		END { printf "%s", text }'
}

trailer() { # name; from $work/trailers
	sed -n "s/^$1: //p" "$work/trailers" | head -n 1
}

# One revision more of a notice: count it, remember its digest, add its manifest line.
count_revision() { # key, digest
	number=1
	[ ! -f "$work/count/$1" ] || number=$(($(cat "$work/count/$1") + 1))
	echo "$number" >"$work/count/$1"
	echo "$2" >"$work/last/$1"
	printf '{"digest":"%s","notice":"%s","revision":%s}\n' "$2" "$1" "$number" \
		>>"$work/revisions"
}

check_source() { # commit, folder, what
	source=$(trailer Source)
	[ -n "$source" ] || return 0
	size=$(echo "$source" | cut -d' ' -f2)
	wanted=$(echo "$source" | cut -d' ' -f3)
	object=$(git -C "$repo" ls-tree "$1" "$2/" | awk '{
		name = $4; sub(/.*\//, "", name)
		if ($2 == "blob" && name ~ /^source\./) print $3 }' | head -n 1)
	if [ -z "$object" ]; then
		complain "$3: the document that it names is not there"
	elif [ "$(git -C "$repo" cat-file -s "$object")" != "$size" ] ||
		[ "$(git -C "$repo" cat-file blob "$object" | sha256)" != "$wanted" ]; then
		complain "$3: the document is not the one that it names"
	fi
}

# A commit of ours about a notice.
check_notice() { # commit, key, kind
	is_key "$2" || { complain "commit $1: '$2' is no key"; return; }
	folder=$(folder_of "$1" "$2")
	object=$(object_at "$1" "$folder/notice.json")
	if [ -z "$folder" ] || [ -z "$object" ]; then
		complain "commit $1: there is no notice $2"
		return
	fi
	digest=$(digest_of "$object" "$stated")
	[ "$digest" = "$stated" ] ||
		complain "commit $1: $2 has the digest $digest, not $stated as stated"
	check_source "$1" "$folder" "commit $1"
	[ "$3" != restore ] || return 0
	before=
	[ ! -f "$work/last/$2" ] || before=$(cat "$work/last/$2")
	[ "$(trailer Previous)" = "$before" ] ||
		complain "commit $1: Previous does not name the revision of $2 before it"
	count_revision "$2" "$digest"
	[ "$(trailer Revision)" = "$number" ] ||
		complain "commit $1: says revision $(trailer Revision) of $2, which is r$number"
}

# Notices that a commit changed and that its trailers, if it has any, do not speak of.
check_others() { # commit, key that it speaks of ("" for none)
	git -C "$repo" diff-tree -r --root --no-commit-id --no-renames --name-status "$1" -- notices |
		awk -F'\t' '$2 ~ /\/notice\.json$/ { print $1, $2 }' |
		while read -r how path; do
			key=${path%/notice.json}
			key=${key##*/}
			[ "$key" != "$2" ] && is_key "$key" || continue
			echo "check: note: commit $1 changes $key without trailers"
			[ "$how" != D ] || continue
			count_revision "$key" "$(digest_of "$(object_at "$1" "$path")" "")"
			[ -z "$2" ] || echo "$1" >>"$work/more"
		done
}

check_commit() { # commit
	trailers_of "$1" >"$work/trailers"
	kind=$(trailer Kind)
	stated=$(trailer Digest)
	key=$(trailer Notice)
	case $kind in
	issue | amendment | correction | backfill | withdrawal | restore)
		check_notice "$1" "$key" "$kind" ;;
	register)
		digest=$(digest_of "$(object_at "$1" register.json)" "$stated")
		[ "$digest" = "$stated" ] ||
			complain "commit $1: register.json has the digest $digest, not $stated" ;;
	ledger) ;;
	'') key= ;;
	*)
		complain "commit $1: the kind '$kind' is unknown"
		key= ;;
	esac
	check_others "$1" "$key"
	case $kind in
	issue | amendment | correction | backfill | withdrawal | restore | register | ledger) ;;
	*) return ;;
	esac
	entry=$((entry + 1))
	[ "$(trailer Entry)" = "$entry" ] ||
		complain "commit $1: says entry $(trailer Entry), which is $entry"
	chain=$(printf '%s\n%s' "$chain" "$stated" | sha256)
	[ "$(trailer Chain)" = "$chain" ] ||
		complain "commit $1: the chain does not follow from the one before"
	# Go on from what it says, so that one break is one complaint.
	chain=$(trailer Chain)
	case $(trailer Entry) in
	'' | 0* | *[!0-9]* | ??????????*) ;;
	*) entry=$(trailer Entry) ;;
	esac
}

# index-pack, which the clone runs, hashes every object; fsck looks at what they say.
git clone -q --bare "$here/register.bundle" "$repo" ||
	{ echo "check: the bundle cannot be cloned"; exit 1; }
git -C "$repo" fsck --full --strict --no-progress --no-dangling ||
	complain "git fsck finds the objects damaged"
head=$(git -C "$repo" rev-parse --verify refs/heads/main) || exit 1
[ "$(git -C "$repo" rev-list --count --min-parents=2 "$head")" = 0 ] ||
	complain "a commit has more than one parent"

entry=0
chain=
: >"$work/revisions"
git -C "$repo" rev-list --first-parent --reverse "$head" >"$work/commits"
while read -r commit; do
	check_commit "$commit"
done <"$work/commits"
[ ! -f "$work/more" ] || complain "a commit changes more notices than it says"

{
	printf '{"chain":"%s","entry":%s,"format":"noticelog-checkpoint/1","head":"%s"}\n' \
		"$chain" "$entry" "$head"
	cat "$work/revisions"
} >"$work/manifest"
cmp -s "$work/manifest" "$here/manifest.ndjson" || {
	complain "the manifest says otherwise:"
	diff "$here/manifest.ndjson" "$work/manifest" | head -n 20
}

if [ "$wrong" = 0 ]; then
	echo "check: $(wc -l <"$work/commits" | tr -d ' ') commits," \
		"$(wc -l <"$work/revisions" | tr -d ' ') revisions: all as the manifest says"
	echo "check: compare this head with the one that you kept: $head $entry $chain"
	exit 0
fi
echo "check: $wrong things are wrong"
exit 1
