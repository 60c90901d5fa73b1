/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "venv/manifest.h"

#define HEAD "cvenv-image 1\npython /usr/bin/python3\nversion 3.13.0\ndepends 10 20 30 /w/pip-1.whl\n"
#define BODY                                                                                                  \
	"package pip 1\nscript 755 1 5 pip\nab\ncd\nrecord 9 pip-1.dist-info/RECORD\nx,\001pip\002\n\n\n"             \
	"folder .\nfile 644 7 100 a b.py\nfolder pip\nfolder pip/x y\nfile 600 0 8 z\nfile 755 12 9 script (dev).tmpl\nend\n"

static bool parse(struct manifest *m, struct pool *p, const char *text, bool partial)
{
	*m = (struct manifest){ .text = BUF_INIT };
	buf_str(&m->text, text);
	return manifest_parse(m, p, partial);
}

static void check_good(void)
{
	struct pool pool = POOL_INIT;
	struct manifest m;

	CHECK(parse(&m, &pool, HEAD BODY, false));
	CHECK_STR(m.python, "/usr/bin/python3");
	CHECK_STR(m.version, "3.13.0");
	CHECK(m.source_count == 1 && m.sources[0].size == 10 && m.sources[0].modified == 20 && m.sources[0].modified_ns == 30);
	CHECK_STR(m.sources[0].path, "/w/pip-1.whl");
	CHECK(m.package_count == 1 && m.script_count == 1 && m.record_count == 1 && m.folder_count == 3 && m.file_count == 3);
	CHECK(m.scripts[0].mode == 0755 && m.scripts[0].blank && m.scripts[0].len == 5 && !memcmp(m.scripts[0].body, "ab\ncd", 5));
	CHECK(m.records[0].len == 9 && !memcmp(m.records[0].text, "x,\001pip\002\n\n", 9));
	CHECK_STR(m.files[0].name, "a b.py");
	CHECK(m.folders[0].first == 0 && m.folders[0].count == 1 && m.folders[1].count == 0);
	CHECK_STR(m.folders[2].path, "pip/x y");
	CHECK(m.folders[2].first == 1 && m.folders[2].count == 2 && m.files[2].mode == 0755 && m.files[2].size == 12);
	manifest_release(&m);
	CHECK(parse(&m, &pool, BODY, true));
	manifest_release(&m);
	pool_release(&pool);
}

static void check_wrong(void)
{
	static const char *const rows[] = {
		"", "\n", "end\n", BODY, HEAD "end\n", "cvenv-image 2\n" BODY, HEAD BODY "more\n",
		HEAD "package pip 1\nfolder .\nfile 644 7 100 a\n",
		HEAD "package pip 1\nfolder .\nfile 644 7 100 a\nend",
		HEAD "package pip 1\nfile 644 7 100 a\nfolder .\nend\n",
		HEAD "package pip 1\nfolder x\nfile 644 7 100 a\nend\n",
		HEAD "package pip 1\nfolder .\nfolder ../x\nfile 644 7 100 a\nend\n",
		HEAD "package pip 1\nfolder .\nfolder /x\nfile 644 7 100 a\nend\n",
		HEAD "package pip 1\nfolder .\nfile 644 7 100 ..\nend\n",
		HEAD "package pip 1\nfolder .\nfile 644 7 100 a/b\nend\n",
		HEAD "package pip 1\nfolder .\nfile 644 7 100 \nend\n",
		HEAD "package pip 1\nfolder .\nfile 648 7 100 a\nend\n",
		HEAD "package pip 1\nfolder .\nfile 644 -7 100 a\nend\n",
		HEAD "package pip 1\nfolder .\nfile 644 99999999999999999999 100 a\nend\n",
		HEAD "package pip 1\nscript 755 1 999 pip\nab\nfolder .\nfile 644 7 100 a\nend\n",
		HEAD "package pip 1\nscript 755 1 1 pip\nab\nfolder .\nfile 644 7 100 a\nend\n",
		HEAD "package pip 1\nscript 755 1 2 ../pip\nab\nfolder .\nfile 644 7 100 a\nend\n",
		HEAD "package pip 1\nrecord 2 a/../../b\nab\nfolder .\nfile 644 7 100 a\nend\n",
		HEAD "package pip 1\nodd\nfolder .\nfile 644 7 100 a\nend\n",
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct pool pool = POOL_INIT;
		struct manifest m;

		CHECK(!parse(&m, &pool, rows[i], false));
		manifest_release(&m);
		pool_release(&pool);
	}
}

/* What it was made of is told apart by size and time. */
static void check_sources(void)
{
	char path[] = "/tmp/cvenv-manifest-XXXXXX";
	int fd = mkstemp(path);
	struct pool pool = POOL_INIT;
	struct strings sources = { 0 };
	struct buf head = BUF_INIT;
	struct manifest m;

	CHECK(fd >= 0 && write(fd, "ab", 2) == 2);
	strings_add(&sources, &pool, path);
	manifest_head(&head, "/p", "3", &sources);
	buf_str(&head, BODY);
	CHECK(parse(&m, &pool, head.data, false) && manifest_holds(&m));
	CHECK(write(fd, "c", 1) == 1 && !manifest_holds(&m));
	CHECK(unlink(path) == 0 && !manifest_holds(&m));
	manifest_release(&m);
	buf_release(&head);
	pool_release(&pool);
	close(fd);
}

int main(void)
{
	check_good();
	check_wrong();
	check_sources();
	return unit_done();
}
