/* SPDX-License-Identifier: MIT */
#include "switch/expand.h"

#include <string.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/file.h"
#include "base/path.h"
#include "base/report.h"
#include "base/sys.h"
#include "switch/config.h"

static int refuse(const struct expansion *e, const struct text *value, const char *why)
{
	report_error(e->report, "%s:%zu:%zu: %s: '%s'", value->mark.file, value->mark.line, value->mark.column, why,
	             value->text);
	return -1;
}

static const char *look_up(const struct expansion *e, const struct text *value, const char *name)
{
	const char *found;

	if (strcmp(name, "CVENV_ROOT") == 0)
		return path_parent(e->pool, value->mark.file);
	if (strcmp(name, "CVENV_OS") == 0)
		return sys_os();
	if (strcmp(name, "CVENV_ARCH") == 0)
		return sys_arch(e->pool);
	if (strcmp(name, "CVENV_HOST") == 0)
		return sys_host(e->pool);
	found = env_get(e->outside, name);
	return found ? found : "";
}

static int add_reference(struct buf *out, const struct expansion *e, const struct text *value, const char **at)
{
	const char *end = strchr(*at, '}'), *name;

	if (!end)
		return refuse(e, value, "'${' without '}'; write $$ for a dollar");
	name = pool_strn(e->pool, *at, (size_t)(end - *at));
	if (!env_name_is_portable(name))
		return refuse(e, value, "'${' is not followed by a name; write $$ for a dollar");
	buf_str(out, look_up(e, value, name));
	*at = end + 1;
	return 0;
}

static int add_expanded(struct buf *out, const struct expansion *e, const struct text *value)
{
	const char *at = value->text;

	if (at[0] == '~' && (path_is_separator(at[1]) || at[1] == '\0')) {
		if (!e->home)
			return refuse(e, value, "'~' needs HOME, which is not set");
		buf_str(out, e->home);
		at++;
	}
	while (*at) {
		if (at[0] == '$' && at[1] == '$') {
			buf_byte(out, '$');
			at += 2;
		} else if (at[0] == '$' && at[1] == '{') {
			at += 2;
			if (add_reference(out, e, value, &at) < 0)
				return -1;
		} else {
			buf_byte(out, *at++);
		}
	}
	return 0;
}

const char *expand_text(const struct expansion *e, const struct text *value)
{
	struct buf out = BUF_INIT;
	const char *result = add_expanded(&out, e, value) < 0 ? NULL : pool_strn(e->pool, out.data, out.len);

	e->pool->failed |= out.failed;
	buf_release(&out);
	return result;
}

const char *expand_path(const struct expansion *e, const struct text *value)
{
	const char *text = expand_text(e, value), *folder = path_parent(e->pool, value->mark.file), *real;

	if (!text)
		return NULL;
	if (!*text) {
		refuse(e, value, "an empty path");
		return NULL;
	}
	/* What is above a folder that was come by through a link is above the folder, not above the link. */
	if (strstr(text, "..") && (real = file_real_path(e->pool, folder)))
		folder = real;
	return path_clean(e->pool, path_join(e->pool, folder, text));
}
