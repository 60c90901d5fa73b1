/* SPDX-License-Identifier: MIT */
#include "switch/transition.h"

#include <string.h>

#include "base/buf.h"
#include "plan/plan.h"
#include "tests/unit/unit.h"

/* What a shell would keep for itself. */
static const char *const special[] = { "IFS UID", NULL };

/*
 * From where to where, in words. OLD and WANTED are states as they are written (state.h), "" for none;
 * in WANTED "was" means nothing. EXPECTED is the plan, a change a line, PLAN_STATE_NAME left out:
 * NAME=VALUE set, !NAME unset, NAME<VALUE restored, NAME< restored to unset.
 */
struct row {
	const char *name;
	const char *env; /* NAME=VALUE lines */
	const char *old;
	const char *wanted;
	bool fresh, sourced;
	const char *expected;
};

#define A "1 mode=auto root=/a venv=/a/.venv path=/a/.venv/bin "
#define IN_A A "put=VIRTUAL_ENV=/a/.venv ."
#define IN_B "1 mode=auto root=/b venv=/b/.venv path=/b/.venv/bin put=VIRTUAL_ENV=/b/.venv ."

static const struct row rows[] = {
	{ .name = "enter", .env = "PATH=/bin", .wanted = IN_A,
	  .expected = "VIRTUAL_ENV=/a/.venv\nPATH=/a/.venv/bin:/bin\n" },
	{ .name = "enter where a variable is empty", .env = "PATH=/bin\nVIRTUAL_ENV=", .wanted = IN_A,
	  .expected = "VIRTUAL_ENV=/a/.venv\nPATH=/a/.venv/bin:/bin\n" },
	{ .name = "leave", .env = "PATH=/a/.venv/bin:/bin\nVIRTUAL_ENV=/a/.venv", .old = IN_A,
	  .expected = "VIRTUAL_ENV<\nPATH=/bin\n" },
	{ .name = "leave to what was empty", .env = "PATH=/a/.venv/bin:/bin\nX=1", .old = A "put=X=1 was= .",
	  .expected = "X<\"\"\nPATH=/bin\n" },
	{ .name = "leave to what was set", .env = "PATH=/a/.venv/bin:/bin\nX=1", .old = A "put=X=1 was=0 .",
	  .expected = "X<0\nPATH=/bin\n" },
	{ .name = "leave what the user changed", .env = "PATH=/a/.venv/bin:/bin\nX=2", .old = A "put=X=1 was=0 .",
	  .expected = "PATH=/bin\n" },
	{ .name = "leave what the user unset", .env = "PATH=/a/.venv/bin:/bin", .old = A "put=X=1 was=0 .",
	  .expected = "PATH=/bin\n" },
	{ .name = "leave what the user emptied", .env = "PATH=/a/.venv/bin:/bin\nX=", .old = A "put=X=1 was=0 .",
	  .expected = "PATH=/bin\n" },
	{ .name = "leave what was cut", .env = "PATH=/a/.venv/bin:/bin", .old = A "cut=PYTHONHOME was=/opt .",
	  .expected = "PYTHONHOME</opt\nPATH=/bin\n" },
	{ .name = "cut what was set since", .env = "PATH=/a/.venv/bin:/bin\nPYTHONHOME=/x",
	  .old = A "cut=PYTHONHOME was=/opt .", .expected = "PATH=/bin\n" },
	{ .name = "cut", .env = "PATH=/bin\nPYTHONHOME=/opt", .wanted = A "cut=PYTHONHOME .",
	  .expected = "!PYTHONHOME\nPATH=/a/.venv/bin:/bin\n" },
	{ .name = "cut what is not there", .env = "PATH=/bin", .wanted = A "cut=PYTHONHOME .",
	  .expected = "PATH=/a/.venv/bin:/bin\n" },
	{ .name = "switch", .env = "PATH=/a/.venv/bin:/bin\nVIRTUAL_ENV=/a/.venv", .old = IN_A, .wanted = IN_B,
	  .expected = "VIRTUAL_ENV=/b/.venv\nPATH=/b/.venv/bin:/bin\n" },
	{ .name = "switch to one that asks the same", .env = "PATH=/a/.venv/bin:/bin\nX=1", .old = A "put=X=1 was=0 .",
	  .wanted = "1 mode=auto root=/b put=X=1 .", .expected = "PATH=/bin\n" },
	{ .name = "switch away from a changed value", .env = "X=2", .old = "1 mode=auto root=/a put=X=1 was=0 .",
	  .wanted = "1 mode=auto root=/b put=X=3 .", .expected = "X=3\n" },
	{ .name = "nothing changed", .env = "PATH=/a/.venv/bin:/bin\nVIRTUAL_ENV=/a/.venv", .old = IN_A, .wanted = IN_A,
	  .expected = "" },
	{ .name = "the user's order stays", .env = "PATH=/x:/a/.venv/bin:/bin\nVIRTUAL_ENV=/a/.venv", .old = IN_A,
	  .wanted = IN_A, .expected = "" },
	{ .name = "what the user took from PATH stays away", .env = "PATH=/bin\nVIRTUAL_ENV=/a/.venv", .old = IN_A,
	  .wanted = IN_A, .expected = "" },
	{ .name = "the user's value stays while nothing changes", .env = "X=2", .old = "1 mode=auto root=/a put=X=1 .",
	  .wanted = "1 mode=auto root=/a put=X=1 .", .expected = "" },
	{ .name = "an edit of the config", .env = "X=1", .old = "1 mode=auto root=/a put=X=1 was=0 .",
	  .wanted = "1 mode=auto root=/a put=X=2 .", .expected = "X=2\n" },
	{ .name = "an edit takes a variable out", .env = "X=1\nY=1",
	  .old = "1 mode=auto root=/a put=X=1 was=0 put=Y=1 .", .wanted = "1 mode=auto root=/a put=Y=1 .",
	  .expected = "X<0\n" },
	{ .name = "a login shell that lost PATH", .env = "PATH=/bin\nVIRTUAL_ENV=/a/.venv", .old = IN_A, .wanted = IN_A,
	  .fresh = true, .expected = "PATH=/a/.venv/bin:/bin\n" },
	{ .name = "a new shell in which all is right", .env = "PATH=/a/.venv/bin:/bin\nVIRTUAL_ENV=/a/.venv", .old = IN_A,
	  .wanted = IN_A, .fresh = true, .expected = "" },
	{ .name = "a new shell that lost a variable", .env = "PATH=/a/.venv/bin", .old = IN_A, .wanted = IN_A,
	  .fresh = true, .expected = "VIRTUAL_ENV=/a/.venv\n" },
	{ .name = "of equal entries the first goes", .env = "PATH=/a/.venv/bin:/bin:/a/.venv/bin\nVIRTUAL_ENV=/a/.venv",
	  .old = IN_A, .expected = "VIRTUAL_ENV<\nPATH=/bin:/a/.venv/bin\n" },
	{ .name = "sourced over ours", .env = "PATH=/a/.venv/bin:/a/.venv/bin:/bin\nVIRTUAL_ENV=/a/.venv", .old = IN_A,
	  .sourced = true, .expected = "VIRTUAL_ENV<\nPATH=/bin\n" },
	{ .name = "entries behind and between stay", .env = "PATH=/x:/a/.venv/bin:/y::/bin:", .old = A ".",
	  .expected = "PATH=/x:/y::/bin:\n" },
	{ .name = "PATH unset", .env = "", .wanted = A ".", .expected = "PATH=/a/.venv/bin\n" },
	{ .name = "PATH unset again", .env = "PATH=/a/.venv/bin", .old = A ".", .expected = "PATH<\n" },
	{ .name = "PATH empty", .env = "PATH=", .wanted = A ".", .expected = "PATH=/a/.venv/bin:\n" },
	{ .name = "PATH empty again", .env = "PATH=/a/.venv/bin:", .old = A ".", .expected = "PATH=\n" },
	{ .name = "names are in order", .env = "", .wanted = "1 mode=auto root=/a put=A=1 put=B=2 put=C=3 .",
	  .expected = "A=1\nB=2\nC=3\n" },
};

static void read_env(struct env *out, struct pool *p, const char *lines)
{
	while (*lines) {
		size_t len = strcspn(lines, "\n"), name = strcspn(lines, "=");

		env_set(out, p, pool_strn(p, lines, name), pool_strn(p, lines + name + 1, len - name - 1));
		lines += len + (lines[len] == '\n');
	}
}

static void read_target(struct target *out, struct pool *p, const char *text)
{
	struct state s;

	*out = (struct target){ 0 };
	if (!text)
		return;
	CHECK(state_parse(&s, p, text, special) == STATE_OK);
	out->mode = s.mode;
	out->root = s.root;
	out->venv = s.venv;
	out->paths = s.paths;
	for (size_t i = 0; i < s.count; i++)
		env_set(&out->variables, p, s.entries[i].name, s.entries[i].put);
}

static void show_plan(struct buf *out, const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct change *c = &plan->changes[i];

		if (strcmp(c->name, PLAN_STATE_NAME) == 0)
			continue;
		if (c->kind == CHANGE_UNSET)
			buf_strs(out, "!", c->name, "\n", NULL);
		else
			buf_strs(out, c->name, c->kind == CHANGE_SET ? "=" : "<",
			         c->value ? (*c->value || c->kind == CHANGE_SET ? c->value : "\"\"") : "", "\n", NULL);
	}
}

static void check_row(const struct row *row)
{
	struct pool p = POOL_INIT;
	struct buf shown = BUF_INIT, text = BUF_INIT;
	struct env env = { 0 };
	struct state old, next, again;
	struct target wanted;
	struct plan plan = { 0 };
	struct transition t = { .env = &env, .old = &old, .wanted = &wanted, .fresh = row->fresh, .sourced = row->sourced };

	unit_case(row->name);
	read_env(&env, &p, row->env);
	CHECK(state_parse(&old, &p, row->old, special) == STATE_OK);
	read_target(&wanted, &p, row->wanted);
	CHECK(transition_plan(&plan, &next, &p, &t) == 0);
	show_plan(&shown, &plan);
	CHECK_STR(shown.data, row->expected);
	state_format(&text, &next);
	CHECK(state_parse(&again, &p, text.len > 0 ? text.data : NULL, special) == STATE_OK);
	CHECK_INT(again.count, next.count);
	if (plan.count > 0 && row->wanted && !row->old)
		CHECK_STR(plan.changes[plan.count - 1].name, PLAN_STATE_NAME);
	buf_release(&shown);
	buf_release(&text);
	pool_release(&p);
}

static void check_remembered(void)
{
	struct pool p = POOL_INIT;
	struct env env = { 0 };
	struct state old, next;
	struct target wanted;
	struct plan plan = { 0 };
	struct transition t = { .env = &env, .old = &old, .wanted = &wanted };

	unit_case("what a value was outlives an edit and a change by the user");
	read_env(&env, &p, "X=2\nY=1");
	state_parse(&old, &p, "1 mode=auto root=/a put=X=1 was=0 put=Y=1 was=0 .", special);
	read_target(&wanted, &p, "1 mode=auto root=/a put=X=3 put=Y=3 .");
	CHECK(transition_plan(&plan, &next, &p, &t) == 0);
	CHECK_STR(state_find(&next, "X")->was, "2");
	CHECK_STR(state_find(&next, "Y")->was, "0");
	pool_release(&p);
}

static void check_limit(void)
{
	struct pool p = POOL_INIT;
	struct env env = { 0 };
	struct state old = { 0 }, next;
	struct target wanted = { .mode = STATE_AUTO, .root = "/a" };
	struct plan plan = { 0 };
	struct transition t = { .env = &env, .old = &old, .wanted = &wanted };
	static char large[STATE_LIMIT];

	unit_case("a state that would be too large");
	memset(large, 'x', sizeof(large) - 1);
	env_set(&env, &p, "X", large);
	env_set(&wanted.variables, &p, "X", "1");
	CHECK(transition_plan(&plan, &next, &p, &t) == -1);
	CHECK_INT(plan.count, 0);
	pool_release(&p);
}

static void check_outside(void)
{
	struct pool p = POOL_INIT;
	struct env env = { 0 }, out;
	struct state old;

	unit_case("the environment outside");
	read_env(&env, &p, "PATH=/a/.venv/bin:/bin\nX=1\nY=2\nZ=3\n" PLAN_STATE_NAME "=x");
	state_parse(&old, &p, A "put=X=1 put=Y=1 was=0 put=Z=3 was= .", special);
	transition_outside(&out, &p, &env, &old);
	CHECK_STR(env_get(&out, "PATH"), "/bin");
	CHECK(!env_have(&out, "X"));
	CHECK_STR(env_get(&out, "Y"), "2");
	CHECK_STR(env_get(&out, "Z"), "");
	CHECK(!env_have(&out, PLAN_STATE_NAME));
	pool_release(&p);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		check_row(&rows[i]);
	check_remembered();
	check_limit();
	check_outside();
	return unit_done();
}
