/* SPDX-License-Identifier: MIT */
/* The first lines of programs; tests/seed.bats runs some. */
#include "tests/unit/unit.h"

#include <string.h>

#include "base/buf.h"
#include "venv/shebang.h"

#define LONG "/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define SH "#!/bin/sh\n'''exec' "
#define END " \"$0\" \"$@\"\n' '''\n"

static const struct {
	const char *exe, *line;
} rows[] = {
	{ "/e/bin/python", "#!/e/bin/python\n" },
	{ "/\xc3\xbc/bin/python", "#!/\xc3\xbc/bin/python\n" },
	{ "/$x\"'/bin/python", "#!/$x\"'/bin/python\n" },
	{ "/a b/bin/python", SH "\"/a b/bin/python\"" END },
	{ LONG "/12", "#!" LONG "/12\n" },
	{ LONG "/123", SH LONG "/123" END },
	{ "/a b/$x/python", SH "'/a b/$x/python'" END },
	{ "/a b/it's/python", SH "'/a b/it'\"'\"'s/python'" END },
	{ "/a b/\\N/python", SH "'/a b/'\"$(printf '\\134')\"'N/python'" END },
	{ "/\xff/python", SH "'/'\"$(printf '\\377')\"'/python'" END },
	{ "/a\tb/python", SH "'/a\tb/python'" END },
	{ "/a\nb/python", SH "'/a\nb/python'" END },
};

int main(void)
{
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		buf_clear(&out);
		CHECK(shebang_add(&out, rows[i].exe) == (strncmp(rows[i].line, "#!/bin/sh", 9) != 0));
		CHECK_STR(out.data, rows[i].line);
	}
	buf_clear(&out);
	shebang_add_beside(&out, "python3");
	CHECK_STR(out.data, SH "\"$(dirname -- \"$(realpath -- \"$0\")\")\"/'python3'" END);
	buf_release(&out);
	return unit_done();
}
