/* SPDX-License-Identifier: MIT */
#include "venv/health.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"
#include "venv/place.h"
#include "venv/repr.h"

enum { CONFIG_LIMIT = 64 * 1024 };

#ifdef _WIN32
const char venv_bin_name[] = "Scripts", venv_python_name[] = "python.exe", venv_line_end[] = "\r\n";
const bool venv_usually_links = false;
#else
const char venv_bin_name[] = "bin", venv_python_name[] = "python", venv_line_end[] = "\n";
const bool venv_usually_links = true;
#endif

static bool folder_is_empty(const char *path)
{
	struct pool pool = POOL_INIT;
	struct strings entries = { 0 };
	bool empty = file_list(&entries, &pool, path) == 0 && entries.count == 0;

	pool_release(&pool);
	return empty;
}

static enum venv_health folder_health(struct pool *p, const char *path)
{
	if (file_identify_link(path_join(p, path, place_mark)).kind != FILE_ABSENT)
		return VENV_INCOMPLETE;
	if (file_identify(path_join(p, path, "pyvenv.cfg")).kind != FILE_REGULAR)
		return folder_is_empty(path) ? VENV_ABSENT : VENV_FOREIGN;
	return file_is_executable(path_join(p, path_join(p, path, venv_bin_name), venv_python_name)) ? VENV_GOOD : VENV_BROKEN;
}

enum venv_health venv_health(const char *path)
{
	struct pool pool = POOL_INIT;
	enum venv_health health;

	switch (file_identify(path).kind) {
	case FILE_FOLDER:
		health = folder_health(&pool, path);
		break;
	case FILE_ABSENT:
		/* A link that leads nowhere is in the way. */
		health = file_identify_link(path).kind == FILE_ABSENT ? VENV_ABSENT : VENV_FOREIGN;
		break;
	default:
		health = VENV_FOREIGN;
		break;
	}
	pool_release(&pool);
	return health;
}

/* Without the blanks at both ends. */
static const char *trimmed(struct pool *p, const char *text, size_t len)
{
	static const char blanks[] = " \t\r\f\v";

	while (len && strchr(blanks, *text))
		text++, len--;
	while (len && strchr(blanks, text[len - 1]))
		len--;
	return pool_strn(p, text, len);
}

const char *venv_config_get(struct pool *p, const char *path, const char *key)
{
	struct buf text = BUF_INIT;
	const char *value = NULL;

	if (file_read(&text, path_join(p, path, "pyvenv.cfg"), CONFIG_LIMIT, NULL) == 0) {
		for (const char *line = text.data, *end; *line; line = *end ? end + 1 : end) {
			const char *equals = memchr(line, '=', strcspn(line, "\n"));

			end = line + strcspn(line, "\n");
			if (equals && strcasecmp(trimmed(p, line, (size_t)(equals - line)), key) == 0)
				value = trimmed(p, equals + 1, (size_t)(end - equals - 1));
		}
	}
	p->failed |= text.failed; /* "it does not say" would be wrong */
	buf_release(&text);
	return value;
}

const char *venv_version(struct pool *p, const char *path)
{
	const char *version = venv_config_get(p, path, "version");

	return version ? version : venv_config_get(p, path, "version_info");
}

const char *venv_prompt(struct pool *p, const char *path)
{
	const char *value = venv_config_get(p, path, "prompt");
	struct buf plain = BUF_INIT;
	const char *prompt;

	if (!value)
		return path_name(path);
	prompt = repr_parse(&plain, value) ? pool_strn(p, plain.data, plain.len) : value;
	buf_release(&plain);
	return prompt;
}
