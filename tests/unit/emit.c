/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "base/buf.h"
#include "base/embedded.h"
#include "base/env.h"
#include "base/pool.h"
#include "base/report.h"
#include "emit/emit.h"
#include "plan/plan.h"

static struct pool pool = POOL_INIT;
static struct buf told = BUF_INIT;

static void say(void *data, enum report_level level, const char *text)
{
	(void)data;
	(void)level;
	buf_strs(&told, text, "\n", NULL);
}

static const struct report report = { .say = say };

static void test_quote(void)
{
	static const struct {
		const char *shell, *word, *quoted;
	} rows[] = {
		{ "bash", "", "$''" },
		{ "bash", "/home/u/my shop", "$'/home/u/my shop'" },
		{ "bash", "it's", "$'it\\'s'" },
		{ "bash", "a\\b\"$`!", "$'a\\\\b\"$`!'" },
		{ "bash", "\n\t\x01" "1", "$'\\x0a\\x09\\x011'" },
		{ "bash", "\x7f\xc3\xa9\xff", "$'\\x7f\\xc3\\xa9\\xff'" },
		{ "zsh", "", "$''" },
		{ "zsh", "a'b\n", "$'a\\'b\\x0a'" },
		{ "fish", "", "''" },
		{ "fish", "a'b", "'a\\'b'" },
		{ "fish", "a\\", "'a\\\\'" },
		{ "fish", "$x\n\xff", "'$x\n\xff'" },
		{ "tcsh", "", "''" },
		{ "tcsh", "/a b", "/a\\ b" },
		{ "tcsh", "!'\"$\t", "\\!\\'\\\"\\$\\\t" },
		{ "tcsh", "\xc3\xa9", "\xc3\xa9" },
		{ "nu", "a\"\\$x\n\xc3\xa9\x7f", "\"a\\\"\\\\$x\\u{a}\xc3\xa9\\u{7f}\"" },
		{ "elvish", "a\"\\$x\n\xc3\xa9\x7f", "\"a\\\"\\\\$x\\x0a\\xc3\\xa9\\x7f\"" },
		{ "xonsh", "a\"\\{x}\n\xc3\xa9\x7f", "\"a\\\"\\\\{x}\\x0a\xc3\xa9\\x7f\"" },
		{ "csh", "", "''" },
		{ "csh", "/a b:!'$\t\xc3\xa9", "/a\\ b:\\!\\'\\$\\\t\xc3\xa9" },
		{ "tcsh", "a\nb", "a\"$__cvenv_nl:q\"b" },
		{ "cmd", "", "\"" },
		{ "cmd", "a&b|c<d>e(f)^\\", "a&b|c<d>e(f)^\\\"" },
		{ "cmd", "%PATH%!", "%%PATH%%!\"" },
		{ "cmd", "a\"b&^(c\"d&", "a\"b^&^^^(c\"d&\"" },
		{ "cmd", "\"|x", "\"^|x\"" },
		{ "pwsh", "", "''" },
		{ "pwsh", "/a b'`$\\\"", "'/a b''`$\\\"'" },
		{ "pwsh", "\xe2\x80\x99", "([regex]::Unescape('\\u2019'))" },
		{ "pwsh", "a\n\\'\xc3\xa9\xf0\x9f\x90\x8d", "([regex]::Unescape('a\\u000a\\\\''\\u00e9\\ud83d\\udc0d'))" },
	};
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unit_case(rows[i].shell);
		buf_clear(&out);
		CHECK_INT(shell_find(rows[i].shell)->quote(&out, rows[i].word, strlen(rows[i].word)), 0);
		CHECK_STR(out.data, rows[i].quoted);
	}
	buf_release(&out);
}

static void test_find(void)
{
	static const struct {
		const char *name, *shell;
	} rows[] = {
		{ "bash", "bash" }, { "-bash", "bash" }, { "/bin/bash", "bash" }, { "zsh", "zsh" }, { "-zsh", "zsh" },
		{ "/usr/local/bin/fish", "fish" }, { "tcsh", "tcsh" },
		{ "pwsh", "pwsh" }, { "powershell", "pwsh" }, { "/opt/microsoft/powershell/7/pwsh", "pwsh" },
		{ "cmd", "cmd" }, { "cmd.exe", "cmd" },
		{ "", NULL }, { "bas", NULL }, { "bash ", NULL }, { "/bin/", NULL }, { "ash", NULL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct shell *shell = shell_find(rows[i].name);

		unit_case(rows[i].name);
		CHECK_STR(shell ? shell->name : NULL, rows[i].shell);
	}
}

static struct plan full_plan(void)
{
	struct plan plan = { .settled = true, .token = "a.1", .failed_token = "x.1", .local = LOCAL_ENTER,
	                     .prompt = "sh\nop" };

	plan_set(&plan, &pool, "EDITOR", "vi");
	plan_unset(&plan, &pool, "PYTHONHOME");
	plan_restore(&plan, &pool, "A", "1");
	plan_restore(&plan, &pool, "B", NULL);
	plan_set(&plan, &pool, PLAN_STATE_NAME, "1 .");
	plan_watch(&plan, &pool, &(struct watch_item){ .path = "/a" });
	plan_watch(&plan, &pool, &(struct watch_item){ .path = "/b", .id.kind = FILE_REGULAR });
	plan_watch(&plan, &pool, &(struct watch_item){ .path = "/c", .stamp = "/s", .id.kind = FILE_FOLDER });
	return plan;
}

static void test_plan(void)
{
	static const char changes[] =
		"if __cvenv_may EDITOR PYTHONHOME A B CVENV_STATE; then\n"
		"__cvenv_set EDITOR $'vi'\n"
		"__cvenv_unset PYTHONHOME\n"
		"__cvenv_back A $'1'\n"
		"__cvenv_back B\n"
		"__cvenv_enter $'sh\\\\nop'\n"
		"__cvenv_set CVENV_STATE $'1 .'\n"
		"__cvenv_token=a.1\nelse\n__cvenv_token=x.1\nfi\n";
	static const char watch[] =
		"__cvenv_files() {\n"
		"[[ ! -e $'/a' &&\n"
		"-e $'/b' &&\n"
		"! $'/c' -nt $'/s' && ! $'/c' -ot $'/s' ]]\n}\n";
	const struct shell *bash = shell_find("bash");
	struct plan plan = full_plan();
	struct buf out = BUF_INIT;

	unit_case("a whole plan");
	buf_str(&out, "before\n");
	CHECK_INT(emit_plan(&out, bash, &plan, NULL, &report), 0);
	CHECK_STR(out.data, pool_printf(&pool, "before\n%s%s", changes, watch));

	unit_case("a whole plan for zsh");
	buf_clear(&out);
	CHECK_INT(emit_plan(&out, shell_find("zsh"), &plan, NULL, &report), 0);
	CHECK(strstr(out.data, "\n-e $'/c' && -e $'/s' && ! $'/c' -nt $'/s' && ! $'/c' -ot $'/s' ]]\n}\n"));

	unit_case("a whole plan for pwsh");
	buf_clear(&out);
	plan_set(&plan, &pool, "LAST", "");
	CHECK_INT(emit_plan(&out, shell_find("pwsh"), &plan, NULL, &report), 0);
	CHECK(strncmp(out.data, "if (__cvenv_may EDITOR PYTHONHOME A B CVENV_STATE LAST=) {\n", 58) == 0);
	CHECK(strstr(out.data, "\n__cvenv_set EDITOR 'vi'\n__cvenv_unset PYTHONHOME\n__cvenv_back A '1'\n__cvenv_back B\n"));
	CHECK(strstr(out.data, "\n__cvenv_watch '/a' 504911232000000000 '/b' 621355968000000000 '/c' 621355968000000000\n"));
	plan.count--;

	unit_case("a whole plan for cmd");
	buf_clear(&out);
	plan_set(&plan, &pool, "LAST", "a\"^!");
	CHECK_INT(emit_plan(&out, shell_find("cmd"), &plan, NULL, &report), 0);
	CHECK(strncmp(out.data, "@set \"EDITOR=vi\"\n@set \"PYTHONHOME=\"\n@set \"A=1\"\n@set \"B=\"\n", 57) == 0);
	CHECK(strstr(out.data, "\n@if \"!!\"==\"\" set \"LAST=a\"^^^^^^!\"\n@if not \"!!\"==\"\" set \"LAST=a\"^^!\"\n"));
	CHECK(strstr(out.data, "\n@set \"__cvenv_prefix=$Csh\\nop$F$S\"\n@setlocal EnableDelayedExpansion\n"));
	CHECK(strstr(out.data, "\n@set \"__cvenv_token=a.1\"\n@if not defined __cvenv_clink exit /b\n"
	                       "@set \"__cvenv_files=/a|-|-|/b|0|0|/c|*|*\"\n"));
	CHECK(!strstr(out.data, "chcp"));
	plan.settled = false;
	buf_clear(&out);
	CHECK_INT(emit_plan(&out, shell_find("cmd"), &plan, NULL, &report), 0);
	CHECK(strstr(out.data, "\n@set \"__cvenv_files=?\"\n"));
	plan.count--;

	unit_case("without the hook");
	buf_clear(&out);
	CHECK_INT(emit_plan(&out, bash, &plan, "/bin/c'v", &report), 0);
	CHECK_STR(out.data, pool_printf(&pool, "__cvenv_exe=$'/bin/c\\'v'\n%s%s", bash->apply->data, changes));
	CHECK_STR(told.data, "");
	buf_release(&out);
}

static void test_little(void)
{
	static const struct {
		const char *name;
		struct plan plan;
		const char *code;
	} rows[] = {
		{ "nothing to change", { .settled = true, .token = "n", .failed_token = "x" },
		  "if __cvenv_may; then\n__cvenv_token=n\nelse\n__cvenv_token=x\nfi\n__cvenv_files() {\n[[ -n x ]]\n}\n" },
		{ "not settled", { .token = "n", .failed_token = "x", .local = LOCAL_LEAVE },
		  "if __cvenv_may; then\n__cvenv_leave\n__cvenv_token=n\nelse\n__cvenv_token=x\nfi\n"
		  "__cvenv_files() {\n[[ -z x ]]\n}\n" },
		{ "no prompt", { .token = "n", .failed_token = "x", .local = LOCAL_ENTER },
		  "if __cvenv_may; then\n__cvenv_enter\n__cvenv_token=n\nelse\n__cvenv_token=x\nfi\n"
		  "__cvenv_files() {\n[[ -z x ]]\n}\n" },
	};
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unit_case(rows[i].name);
		buf_clear(&out);
		CHECK_INT(emit_plan(&out, shell_find("zsh"), &rows[i].plan, NULL, &report), 0);
		CHECK_STR(out.data, rows[i].code);
	}
	buf_release(&out);
}

/* A shell that cannot hold an "x", and says so in nothing but what QUOTE answers. */
static int quote_no_x(struct buf *out, const char *bytes, size_t len)
{
	buf_add(out, bytes, len);
	return memchr(bytes, 'x', len) ? -1 : 0;
}

static void test_refused(void)
{
	static const struct {
		const char *name, *value, *prompt, *watch, *message;
	} rows[] = {
		{ "A", "ox", "p", "/w", "the value of 'A' holds what bash cannot" },
		{ "A", "o", "pix", "/w", "the prompt 'pix' holds what bash cannot" },
		{ "A", "o", "p", "/x", "the path '/x' holds what bash cannot" },
		{ "A-B", "o", "p", "/w", "'A-B' is no name of a variable in bash" },
		{ "A\nB", "o", "p", "/w", "'A\nB' is no name of a variable in bash" },
	};
	struct shell narrow = *shell_find("bash");
	struct buf out = BUF_INIT;

	narrow.quote = quote_no_x;
	buf_str(&out, "before");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct plan plan = { .settled = true, .local = LOCAL_ENTER, .prompt = rows[i].prompt, .token = "t", .failed_token = "f" };

		unit_case(rows[i].message);
		plan_set(&plan, &pool, "FIRST", "1");
		plan_set(&plan, &pool, rows[i].name, rows[i].value);
		plan_watch(&plan, &pool, &(struct watch_item){ .path = rows[i].watch });
		buf_clear(&told);
		CHECK_INT(emit_plan(&out, &narrow, &plan, NULL, &report), -1);
		CHECK_STR(out.data, "before");
		CHECK(strncmp(told.data, rows[i].message, strlen(rows[i].message)) == 0);
		CHECK(strchr(told.data + strlen(rows[i].message), '\n') == told.data + told.len - 1);
	}
	buf_clear(&told);
	CHECK_INT(emit_hook(&out, &narrow, "/xe", "", &report), -1);
	CHECK_INT(emit_hook(&out, &narrow, "/e", "/x", &report), -1);
	CHECK_STR(out.data, "before");
	buf_release(&out);
}

/* What would end a line of a batch file too early, or be cut where it ends. */
static void test_unheld(void)
{
	const struct shell *cmd = shell_find("cmd");
	const char *const rows[] = { "a\nb", "a\rb", "a\x1a" "b", pool_printf(&pool, "%07999d", 0), pool_printf(&pool, "%%%07899d", 0) };
	struct plan plan = { .settled = true, .token = "t", .failed_token = "f" };
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unit_case("cmd cannot hold it");
		buf_clear(&out);
		CHECK_INT(cmd->quote(&out, rows[i], strlen(rows[i])), -1);
	}
	unit_case("cmd has no empty variable, but may have to bring one back");
	plan_restore(&plan, &pool, "A", "");
	buf_clear(&out);
	CHECK_INT(emit_plan(&out, cmd, &plan, NULL, &report), 0);
	plan_set(&plan, &pool, "B", "");
	buf_clear(&out);
	buf_clear(&told);
	CHECK_INT(emit_plan(&out, cmd, &plan, NULL, &report), -1);
	CHECK_STR(out.data, "");
	CHECK(strncmp(told.data, "'B' is to be empty, which cmd takes for not set", 47) == 0);

	unit_case("cmd reads what is no ASCII in the console's code page");
	plan.changes[1].value = "b\xc3\xa4r";
	CHECK_INT(emit_plan(&out, cmd, &plan, NULL, &report), 0);
	CHECK(strstr(out.data, "chcp.com\" 65001 >nul 2>&1\n@set \"A=\"\n@set \"B=b\xc3\xa4r\"\n"));
	CHECK(strstr(out.data, "\"%SystemRoot%\\System32\\chcp.com\" %__cvenv_codepage% >nul"));
	buf_release(&out);
}

static void test_hook(void)
{
	struct buf out = BUF_INIT;

	for (const struct shell *const *shell = shells; *shell; shell++) {
		const char *at;

		if (!(*shell)->hook)
			continue;
		unit_case((*shell)->name);
		buf_clear(&out);
		buf_clear(&told);
		CHECK_INT(emit_hook(&out, *shell, "/opt/my tools/cvenv", "/home:/net", &report), 0);
		CHECK_STR(told.data, "");
		/* the assignments stand before them, and a completion may stand behind */
		at = strstr(out.data, (*shell)->apply ? (*shell)->apply->data : (*shell)->hook->data);
		CHECK(at && at > out.data);
		if (at && (*shell)->apply)
			at += (*shell)->apply->len;
		CHECK(at && strncmp(at, (*shell)->hook->data, (*shell)->hook->len) == 0);
	}
	buf_clear(&out);
	emit_hook(&out, shell_find("zsh"), "/opt/my tools/cvenv", "/home:/net", &report);
	CHECK(strncmp(out.data, "__cvenv_exe=$'/opt/my tools/cvenv'\n__cvenv_ceilings=$'/home:/net'\n", 66) == 0);
	buf_release(&out);
}

/* The line that every start of the shell runs, with ours in it, and without. */
static void test_chain(void)
{
#define OURS "(if exist \"%LOCALAPPDATA%\\cvenv\\cmd\\auto.bat\" \"%LOCALAPPDATA%\\cvenv\\cmd\\auto.bat\")"
#define OLD "(if exist \"D:\\x y\\cvenv\\cmd\\auto.bat\" \"D:\\x y\\cvenv\\cmd\\auto.bat\")"
	static const struct {
		const char *now, *with, *without; /* NULL: no line */
	} rows[] = {
		{ NULL, OURS, NULL },
		{ "", OURS " & ", "" },
		{ "  @chcp 65001 >nul ", OURS " &   @chcp 65001 >nul ", "  @chcp 65001 >nul " },
		{ "if exist \"x (y", OURS " & if exist \"x (y", "if exist \"x (y" },
		{ OURS, OURS, NULL },
		{ OURS " & x", OURS " & x", "x" },
		{ OURS "&x", OURS "&x", "x" },
		{ OURS "  && x & ", OURS "  && x & ", "x & " },
		{ "x & " OURS, "x & " OURS, "x" },
		{ "x&" OURS " & y", "x&" OURS " & y", "x&y" },
		{ OLD, OURS, NULL },
		{ OLD " & (x)", OURS " & (x)", "(x)" },
		{ OLD " & " OURS, OURS " & " OURS, "" },
		{ "(if exist \"a\\auto.bat\" \"a\\auto.bat\")", OURS " & (if exist \"a\\auto.bat\" \"a\\auto.bat\")",
		  "(if exist \"a\\auto.bat\" \"a\\auto.bat\")" },
	};
	static const char *const folders[] = { "C:\\100%\\cmd", "C:\\a^b\\cmd", "C:\\a!b\\cmd" };
	const struct shell *cmd = shell_find("cmd");
	struct buf line = BUF_INIT, back = BUF_INIT;
	static const char *const block[] = { "LOCALAPPDATA=C:\\Users\\u\\AppData\\Local", NULL };
	struct env env;

	env_from_block(&env, &pool, block);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unit_case(rows[i].now ? rows[i].now : "none");
		buf_clear(&line);
		buf_clear(&back);
		CHECK_INT(cmd->chain(&line, rows[i].now, "C:\\Users\\u\\AppData\\Local\\cvenv\\cmd", &env), 0);
		CHECK_STR(line.data, rows[i].with);
		CHECK_INT(cmd->unchain(&back, line.data), rows[i].without != NULL);
		CHECK_STR(back.data, rows[i].without ? rows[i].without : "");
	}
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		unit_case(folders[i]);
		CHECK_INT(cmd->chain(&line, NULL, folders[i], &env), -1);
	}
	unit_case("no room for both");
	buf_clear(&back);
	for (int i = 0; i < 7980; i++)
		buf_byte(&back, 'x');
	CHECK_INT(cmd->chain(&line, back.data, "C:\\cvenv\\cmd", &env), -1);
	buf_release(&line);
	buf_release(&back);
}

static void test_memory(void)
{
	struct plan plan = full_plan();
	struct buf out = BUF_INIT;

	unit_case("no memory");
	buf_clear(&told);
	buf_str(&out, "before");
	out.failed = true;
	CHECK_INT(emit_plan(&out, shell_find("bash"), &plan, NULL, &report), -1);
	CHECK_STR(out.data, "before");
	CHECK(told.len > 0);
	buf_release(&out);
}

int main(void)
{
	test_quote();
	test_find();
	test_plan();
	test_little();
	test_refused();
	test_unheld();
	test_hook();
	test_chain();
	test_memory();
	buf_release(&told);
	pool_release(&pool);
	return unit_done();
}
