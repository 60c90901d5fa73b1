/* SPDX-License-Identifier: MIT */
#include "switch/trust.h"

#include <stdbool.h>

#include "tests/unit/trusted.h"

/* What is asked of the record that `save` leaves. */
static void test_answers(void)
{
	static const struct {
		const char *name;
		enum trust_part part;
		const char *file;
		const char *bytes;
		enum trust_answer answer;
	} rows[] = {
		{ "same config", TRUST_CONFIG, CONFIG_NAME, "venv: x\n", TRUST_ALLOWED },
		{ "config in bytes, not in meaning", TRUST_CONFIG, CONFIG_NAME, "venv:  x\n", TRUST_CHANGED },
		{ "config that is longer", TRUST_CONFIG, CONFIG_NAME, "venv: x\n\n", TRUST_CHANGED },
		{ "config that is empty", TRUST_CONFIG, CONFIG_NAME, "", TRUST_CHANGED },
		{ "config that went", TRUST_CONFIG, CONFIG_NAME, NULL, TRUST_CHANGED },
		{ "local is not allowed by the config", TRUST_LOCAL, CONFIG_LOCAL_NAME, "venv: x\n", TRUST_UNKNOWN },
		{ "same dotenv", TRUST_DOTENV, ".env", "A=1\n", TRUST_ALLOWED },
		{ "changed dotenv", TRUST_DOTENV, ".env", "A=2\n", TRUST_CHANGED },
		{ "dotenv that went", TRUST_DOTENV, ".env", NULL, TRUST_CHANGED },
		{ "another dotenv", TRUST_DOTENV, "b.env", "A=1\n", TRUST_UNKNOWN },
		{ "dotenv by a link's name", TRUST_DOTENV, "link/.env", "A=1\n", TRUST_ALLOWED },
		{ "dotenv that is still absent", TRUST_DOTENV, "sub/absent.env", NULL, TRUST_ALLOWED },
		{ "dotenv that came", TRUST_DOTENV, "sub/absent.env", "", TRUST_CHANGED },
		{ "same requirements", TRUST_REQUIREMENT, "with space%.txt", "a\nbytes\n", TRUST_ALLOWED },
		{ "changed requirements", TRUST_REQUIREMENT, "with space%.txt", "a\n", TRUST_CHANGED },
		{ "empty requirements", TRUST_REQUIREMENT, "empty.txt", "", TRUST_ALLOWED },
		{ "requirements that went", TRUST_REQUIREMENT, "empty.txt", NULL, TRUST_CHANGED },
		{ "requirements still absent", TRUST_REQUIREMENT, "absent.txt", NULL, TRUST_ALLOWED },
		{ "requirements that came", TRUST_REQUIREMENT, "absent.txt", "", TRUST_CHANGED },
		{ "requirements are no dotenv", TRUST_DOTENV, "empty.txt", "", TRUST_UNKNOWN },
	};

	start();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unit_case(rows[i].name);
		CHECK_INT(ask(rows[i].part, rows[i].file, rows[i].bytes), rows[i].answer);
		CHECK_INT(times_said, 0);
	}
	unit_case(NULL);
}

static void test_local_is_trusted_on_its_own(void)
{
	struct trust_record record = { .root = root };

	file_remove_tree("state");
	add(&record, TRUST_LOCAL, CONFIG_LOCAL_NAME, "prompt: a\n");
	CHECK(trust_save(&trust, &record, &report) == 0);
	CHECK_INT(ask(TRUST_LOCAL, CONFIG_LOCAL_NAME, "prompt: a\n"), TRUST_ALLOWED);
	CHECK_INT(ask(TRUST_LOCAL, CONFIG_LOCAL_NAME, "prompt: b\n"), TRUST_CHANGED);
	CHECK_INT(ask_config(), TRUST_UNKNOWN);
}

static void test_saving_replaces(void)
{
	struct trust_record record = { .root = root }, loaded;

	start();
	add(&record, TRUST_CONFIG, CONFIG_NAME, "venv: y\n");
	CHECK(trust_save(&trust, &record, &report) == 0);
	CHECK_INT(ask_config(), TRUST_CHANGED);
	CHECK_INT(ask(TRUST_DOTENV, ".env", "A=1\n"), TRUST_UNKNOWN);
	CHECK_INT(trust_load(&loaded, &pool, &trust, root, &report), 1);
	CHECK_INT((long long)loaded.count, 1);
	CHECK_STR(loaded.root, root);
	CHECK_STR(loaded.count ? loaded.files[0].bytes : NULL, "venv: y\n");
	CHECK_INT(file_identify(record_path()).mode, 0600);
	CHECK_INT(file_identify(trust.allowed).mode, 0700);
	CHECK_INT(file_identify(trust.denied).kind, FILE_ABSENT);
}

/* The record spreads no secret: of a dotenv file it holds the digest alone. */
static void test_dotenv_is_not_kept(void)
{
	struct trust_record record = { .root = root };
	struct buf text = BUF_INIT;

	add(&record, TRUST_DOTENV, ".env", "TOKEN=hunter2\n");
	CHECK(trust_save(&trust, &record, &report) == 0);
	CHECK(file_read(&text, record_path(), 1 << 20, NULL) == 0);
	CHECK(strstr(text.data, "dotenv ") && !strstr(text.data, "hunter2"));
	buf_release(&text);
}

static void check_disbelieved(const char *message)
{
	CHECK_INT(ask_config(), TRUST_UNKNOWN);
	CHECK_INT(times_said, 1);
	CHECK(strstr(said, message) != NULL);
}

static void test_who_could_write(void)
{
	static const struct {
		const char *name;
		unsigned record, folder, above;
		bool believed;
	} rows[] = {
		{ "as they are made", 0600, 0700, 0700, true },
		{ "record to be read by all", 0644, 0700, 0700, true },
		{ "record of a group", 0660, 0700, 0700, false },
		{ "record of all", 0606, 0700, 0700, false },
		{ "folder to be read by a group", 0600, 0750, 0700, false },
		{ "folder of all", 0600, 0777, 0700, false },
		{ "state folder to be read by all", 0600, 0700, 0755, true },
		{ "state folder of all", 0600, 0700, 0777, false },
		{ "state folder of a group", 0600, 0700, 0770, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		start();
		unit_case(rows[i].name);
		CHECK(chmod(record_path(), rows[i].record) == 0 && chmod(trust.allowed, rows[i].folder) == 0 &&
		      chmod("state/cvenv", rows[i].above) == 0);
		if (rows[i].believed)
			CHECK_INT(ask_config(), TRUST_ALLOWED);
		else
			check_disbelieved(rows[i].record == 0600 ? "chmod 700" : "could have written");
		unit_case(NULL);
	}
}

static void test_saving_into_open_folders(void)
{
	static const struct {
		const char *path;
		unsigned mode;
	} rows[] = { { "state/cvenv/allowed", 0755 }, { "state/cvenv/allowed", 0777 }, { "state/cvenv", 0777 } };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		start();
		CHECK(chmod(rows[i].path, rows[i].mode) == 0);
		times_said = 0;
		CHECK_INT(save(), -1);
		CHECK_INT(times_said, 1);
		CHECK(strstr(said, "chmod 700") != NULL);
	}
}

/* root believes only its own, and nobody believes another's. */
static void test_owner(void)
{
	if (getuid() != 0) {
		unit_skip("only root can give a file away");
		return;
	}
	start();
	CHECK(chown(record_path(), 65534, 65534) == 0);
	check_disbelieved("somebody else");
	start();
	CHECK(chown(trust.allowed, 65534, 65534) == 0);
	check_disbelieved("somebody else");
	start();
	CHECK(chown("state/cvenv", 65534, 65534) == 0);
	check_disbelieved("somebody else");
	file_remove_tree("state");
	folder_be_user();
	CHECK(save() == 0);
	CHECK_INT(ask_config(), TRUST_ALLOWED);
	folder_be_oneself();
	check_disbelieved("somebody else");
}

static void test_record_that_is_no_file(void)
{
	start();
	CHECK(unlink(record_path()) == 0 && mkdir(record_path(), 0700) == 0);
	check_disbelieved("cannot read the record");
	CHECK(rmdir(record_path()) == 0 && mkfifo(record_path(), 0600) == 0);
	check_disbelieved("cannot read the record");
}

static void test_denial(void)
{
	struct trust_record loaded;

	start();
	CHECK(trust_deny(&trust, root, &report) == 0);
	CHECK_INT(ask_config(), TRUST_DENIED);
	CHECK_INT(ask(TRUST_CONFIG, CONFIG_NAME, "anything else\n"), TRUST_DENIED);
	CHECK_INT(ask(TRUST_LOCAL, CONFIG_LOCAL_NAME, "x"), TRUST_DENIED);
	CHECK_INT(ask_below(".", TRUST_CONFIG, CONFIG_NAME, "venv: x\n"), TRUST_DENIED);
	CHECK_INT(times_said, 0);
	CHECK_INT(trust_load(&loaded, &pool, &trust, root, &report), 0);
	CHECK_INT(file_identify(place(trust.denied, root)).mode, 0600);
	CHECK(save() == 0);
	CHECK_INT(ask_config(), TRUST_ALLOWED);
	/* Both there, as a crash between the two steps of either leaves them: the denial holds. */
	CHECK(file_write(place(trust.denied, root), "", 0, 0600) == 0);
	CHECK_INT(ask_config(), TRUST_DENIED);
	/* A denial that others could have made is one all the same. */
	CHECK(chmod(trust.denied, 0777) == 0);
	CHECK_INT(ask_config(), TRUST_DENIED);
}

static void test_trusted_paths(void)
{
	static const struct {
		const char *prefix;
		enum trust_answer answer;
	} rows[] = {
		{ "project", TRUST_ALLOWED },
		{ ".", TRUST_ALLOWED },
		{ "proj", TRUST_UNKNOWN },
		{ "project/sub", TRUST_UNKNOWN },
		{ "other", TRUST_UNKNOWN },
		{ "to-project", TRUST_ALLOWED },
		{ "to-home/project", TRUST_ALLOWED },
		{ "to-home/../project", TRUST_UNKNOWN },
		{ "nowhere", TRUST_UNKNOWN },
		{ "loop", TRUST_UNKNOWN },
	};

	file_remove_tree("state");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unit_case(rows[i].prefix);
		CHECK_INT(ask_below(rows[i].prefix, TRUST_CONFIG, CONFIG_NAME, "any\n"), rows[i].answer);
		CHECK_INT(ask_below(rows[i].prefix, TRUST_LOCAL, CONFIG_LOCAL_NAME, "any\n"), rows[i].answer);
		CHECK_INT(ask_below(rows[i].prefix, TRUST_DOTENV, ".env", "any\n"), rows[i].answer);
	}
	unit_case(NULL);
}

static void test_without_a_file(void)
{
	struct settings settings = { 0 };

	start();
	CHECK_INT(trust_ask(&trust, &watched, &settings, root, NULL, &report), TRUST_UNKNOWN);
	strings_add(&settings.trusted_paths, &pool, home);
	CHECK_INT(trust_ask(&trust, &watched, &settings, root, NULL, &report), TRUST_ALLOWED);
	CHECK(trust_deny(&trust, root, &report) == 0);
	CHECK_INT(trust_ask(&trust, &watched, &settings, root, NULL, &report), TRUST_DENIED);
}

static bool has_watched(const struct watch *w, const char *path)
{
	for (size_t i = 0; i < w->count; i++)
		if (strcmp(w->entries[i].path, path) == 0)
			return true;
	return false;
}

/* Whatever the answer, the shell has to see when record or denial comes, goes or changes. */
static void test_both_are_watched(void)
{
	static const char *const states[] = { "allowed", "denied", "neither" };

	for (size_t i = 0; i < 3; i++)
		for (int prefix = 0; prefix < 2; prefix++) {
			watched = (struct watch){ .pool = &pool };
			start();
			if (i > 0)
				CHECK(trust_deny(&trust, root, &report) == 0);
			if (i > 1)
				CHECK(unlink(place(trust.denied, root)) == 0);
			unit_case(states[i]);
			ask_below(prefix ? "." : NULL, TRUST_CONFIG, CONFIG_NAME, "venv: x\n");
			CHECK(has_watched(&watched, record_path()));
			CHECK(has_watched(&watched, place(trust.denied, root)));
			unit_case(NULL);
		}
}

static void test_no_home(void)
{
	struct trust_record record = { .root = root }, loaded;
	struct trust kept = trust;

	trust = (struct trust){ 0 };
	CHECK_INT(ask_config(), TRUST_UNKNOWN);
	CHECK_INT(ask_below(".", TRUST_CONFIG, CONFIG_NAME, "x"), TRUST_ALLOWED);
	CHECK_INT(trust_load(&loaded, &pool, &trust, root, &report), 0);
	CHECK_INT(trust_save(&trust, &record, &report), -1);
	CHECK(strstr(said, "XDG_STATE_HOME") != NULL);
	CHECK_INT(trust_deny(&trust, root, &report), -1);
	trust = kept;
}

static void test_names_of_any_bytes(void)
{
	static const char name[] = "odd \n\t\x01\x7f\xff%2F name";
	const char *mine = root;

	root = path_join(&pool, home, name);
	CHECK(save() == 0);
	CHECK_INT(ask_config(), TRUST_ALLOWED);
	CHECK_INT(ask(TRUST_REQUIREMENT, "with space%.txt", "a\nbytes\n"), TRUST_ALLOWED);
	root = mine;
}

int main(void)
{
	open_world();
	CHECK(mkdir("other", 0755) == 0 && mkdir("proj", 0755) == 0);
	CHECK(symlink(".", "project/link") == 0 && symlink("project", "to-project") == 0);
	CHECK(symlink(home, "other/home") == 0 && symlink("other/home", "to-home") == 0);
	CHECK(symlink("loop", "loop") == 0);

	test_answers();
	test_local_is_trusted_on_its_own();
	test_saving_replaces();
	test_dotenv_is_not_kept();
	test_who_could_write();
	test_saving_into_open_folders();
	test_owner();
	test_record_that_is_no_file();
	test_denial();
	test_trusted_paths();
	test_without_a_file();
	test_both_are_watched();
	test_no_home();
	test_names_of_any_bytes();
	pool_release(&pool);
	return unit_done();
}
