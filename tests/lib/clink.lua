-- SPDX-License-Identifier: MIT
-- As much of Clink as completions/cvenv.lua sees, for a Lua without Clink: clink.lua SCRIPT EXE reads lines "TAB text" and
-- says what SCRIPT offers at the end of TEXT, as "match<TAB>about<TAB>blank" rows and an empty one. Of a prompt: "PROMPT" says
-- what it has cmd.exe run, and "CD folder", "ENV name=value", "CLOCK seconds" come between. C:\ is the folder $CLINK_DRIVE.
local script, exe = arg[1], arg[2]
local real_popen, real_getenv = io.popen, os.getenv

local variables, folder, clock, on_prompt = { __cvenv_exe = exe }, 'C:\\', 0, nil
os.getenv = function(name) return variables[name] end
os.setenv = function(name, value) variables[name] = value end
os.getcwd = function() return folder end
os.time = function() return clock end

-- What is at a path, of a link itself, as FindFirstFile has it.
local function glob(path)
    local file = path:gsub('^C:', real_getenv('CLINK_DRIVE') or '/nonexistent'):gsub('\\', '/')
    local stat = real_popen("LC_ALL=C stat -c '%s %Y %F' '" .. file .. "' 2>/dev/null")
    local size, time, kind = stat:read('*a'):match('(%d+) (%d+) ([^\n]*)')
    stat:close()
    if not size then return {} end
    return { { size = tonumber(size), mtime = tonumber(time), type = kind == 'symbolic link' and 'file,link' or kind } }
end
os.globfiles, os.globdirs = glob, glob

-- The words of a command line, by the rules of cmd.exe /c and then of the C library.
local function argv(line)
    local words, word, quoted, backslashes = {}, nil, false, 0
    line = assert(line:match('^"(.*)"$'), 'io.popen: ' .. line):gsub(' 2>nul$', '')
    for byte in line:gmatch('.') do
        if byte == '"' then
            word = (word or '') .. ('\\'):rep(math.floor(backslashes / 2))
            if backslashes % 2 == 1 then word = word .. '"' else quoted = not quoted end
            backslashes = 0
        elseif byte == '\\' then
            backslashes = backslashes + 1
        else
            assert(quoted or not byte:find('[&|<>^()]'), 'cmd.exe acts upon ' .. line)
            if backslashes > 0 then word = (word or '') .. ('\\'):rep(backslashes) end
            backslashes = 0
            if byte == ' ' and not quoted then
                if word then table.insert(words, word) end
                word = nil
            else
                word = (word or '') .. byte
            end
        end
    end
    assert(not quoted and backslashes == 0, 'the end of ' .. line)
    table.insert(words, word)
    return words
end

io.popen = function(line)
    local words = argv(line)
    for i, word in ipairs(words) do words[i] = "'" .. word:gsub("'", "'\\''") .. "'" end
    return real_popen(table.concat(words, ' '))
end

local matcher = {}
function matcher:addarg(offer) self.offer = offer return self end
function matcher:loop(to) assert(to == 1) return self end
function matcher:nofiles() return self end
clink = {
    version_encoded = 10030018, argmatcher = function(name) assert(name == 'cvenv') return matcher end,
    onbeginedit = function(func) on_prompt = func end,
}

-- Clink's own words end at blanks; with PARTED, at '=' too.
local function state(text, parted)
    local start, quoted, count, command = 1, false, 1, 1
    for i = 1, #text do
        local byte = text:sub(i, i)
        if byte == '"' then quoted = not quoted end
        if not quoted and byte == '&' then command = i + 1 end
        if not quoted and byte:find(parted and '[ =]' or ' ') then start, count = i + 1, count + 1 end
    end
    if text:sub(start, start) == '"' then start = start + 1 end
    return {
        getline = function() return text .. ' behind' end, getcursor = function() return #text + 1 end,
        getcommandoffset = function() return command end, getwordcount = function() return count end,
        getwordinfo = function(_, index) assert(index == count) return { offset = start } end,
    }
end

dofile(script)
for line in io.lines() do
    local word, text = line:match('^(%u+) ?(.*)$')
    if word == 'TAB' or word == 'EQUALS' then
        for _, one in ipairs(matcher.offer('', -1, state(text, word == 'EQUALS'), {}, {})) do
            assert(one.type == 'word')
            print(one.match .. '\t' .. (one.description or '') .. '\t' .. (one.suppressappend and '' or ' '))
        end
        print()
    elseif word == 'PROMPT' then
        print(on_prompt() or '-')
    elseif word == 'CD' then
        folder = text
    elseif word == 'CLOCK' then
        clock = tonumber(text)
    elseif word == 'ENV' then
        local name, value = text:match('^([^=]*)=(.*)$')
        variables[name] = value ~= '' and value or nil
    elseif word == 'RUN' then
        assert(os.execute('cd ' .. real_getenv('CLINK_DRIVE') .. ' && ' .. text))
    else
        error(line)
    end
end
