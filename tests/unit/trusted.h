/* SPDX-License-Identifier: MIT */
#ifndef CVENV_TESTS_TRUSTED_H
#define CVENV_TESTS_TRUSTED_H

#include "base/buf.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/path.h"
#include "base/report.h"
#include "switch/config.h"
#include "switch/trust.h"
#include "switch/watch.h"
#include "tests/unit/folder.h"
#include "tests/unit/unit.h"

/* A folder "project" and its record, for the tests that ask for it; what was said of it. */
static struct pool pool = POOL_INIT;
static struct watch watched = { .pool = &pool };
static struct trust trust;
static const char *home, *root;
static char said[1024];
static int times_said;

static inline void hear(void *data, enum report_level level, const char *text)
{
	(void)data;
	(void)level;
	times_said++;
	snprintf(said, sizeof said, "%s", text);
}

static const struct report report = { .say = hear };

static inline struct trust_file file_of(enum trust_part part, const char *path, const char *bytes)
{
	return (struct trust_file){ .part = part, .path = path, .bytes = bytes, .len = bytes ? strlen(bytes) : 0 };
}

static inline enum trust_answer ask_below(const char *prefix, enum trust_part part, const char *name, const char *bytes)
{
	struct settings settings = { 0 };
	struct trust_file file = file_of(part, path_join(&pool, root, name), bytes);

	if (prefix)
		strings_add(&settings.trusted_paths, &pool, path_join(&pool, home, prefix));
	times_said = 0;
	said[0] = '\0';
	return trust_ask(&trust, &watched, &settings, root, &file, &report);
}

static inline enum trust_answer ask(enum trust_part part, const char *name, const char *bytes)
{
	return ask_below(NULL, part, name, bytes);
}

static inline enum trust_answer ask_config(void)
{
	return ask(TRUST_CONFIG, CONFIG_NAME, "venv: x\n");
}

static inline void add(struct trust_record *record, enum trust_part part, const char *name, const char *bytes)
{
	trust_add(record, &pool, part, path_join(&pool, root, name), bytes, bytes ? strlen(bytes) : 0);
}

static inline int save(void)
{
	struct trust_record record = { .root = root };

	add(&record, TRUST_CONFIG, CONFIG_NAME, "venv: x\n");
	add(&record, TRUST_DOTENV, ".env", "A=1\n");
	add(&record, TRUST_DOTENV, "sub/absent.env", NULL);
	add(&record, TRUST_REQUIREMENT, "with space%.txt", "a\nbytes\n");
	add(&record, TRUST_REQUIREMENT, "empty.txt", "");
	add(&record, TRUST_REQUIREMENT, "absent.txt", NULL);
	return trust_save(&trust, &record, &report);
}

static inline char *place(const char *folder, const char *of)
{
	char hex[DIGEST_HEX];

	digest_hex(hex, of, strlen(of));
	return path_join(&pool, folder, hex);
}

static inline char *record_path(void)
{
	return place(trust.allowed, root);
}

static inline void start(void)
{
	file_remove_tree("state");
	CHECK(save() == 0);
}

static inline void open_world(void)
{
	folder_enter();
	home = file_real_path(&pool, ".");
	root = path_join(&pool, home, "project");
	trust.allowed = path_join(&pool, home, "state/cvenv/allowed");
	trust.denied = path_join(&pool, home, "state/cvenv/denied");
	CHECK(mkdir("project", 0755) == 0 && mkdir("project/sub", 0755) == 0);
}

#endif
