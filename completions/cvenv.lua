-- SPDX-License-Identifier: MIT
-- Completion for cmd.exe, by Clink: the program says what may follow, in fields that end in a zero byte. Clink parts words
-- in ways of its own, so they are read from the line itself, as a program is given them.

-- The words of TEXT, the cursor's last; nil where one is what only cmd.exe can tell, or cannot be handed over through it.
local function words_of(text)
    local words, word, quoted = {}, nil, false
    if text:find('[%%!%c]') then
        return nil
    end
    for byte in text:gmatch('.') do
        if byte == '"' then
            quoted, word = not quoted, word or ''
        elseif quoted or not byte:find('[ <>|&^]') then
            word = (word or '') .. byte
        elseif byte ~= ' ' then
            return nil
        elseif word then
            table.insert(words, word)
            word = nil
        end
    end
    table.insert(words, word or '')
    return words
end

local function quote(word)
    return '"' .. word:gsub('\\+$', '%0%0') .. '"'
end

-- What the program says for WORDS, its name the first of them.
local function ask(words)
    local command = { quote(os.getenv('__cvenv_exe') or 'cvenv'), '__complete cmd' }
    if command[1]:find('[%%!%c]') then
        return ''
    end
    for i = 2, #words do
        table.insert(command, quote(words[i]))
    end
    -- of the whole, cmd.exe takes the first quote and the last one away
    local program = io.popen('"' .. table.concat(command, ' ') .. ' 2>nul"')
    local said = program and program:read('*a') or ''
    if program then
        program:close()
    end
    return said
end

local function offered(_, _, line_state)
    local line, cursor = line_state:getline(), line_state:getcursor()
    local words = words_of(line:sub(line_state:getcommandoffset(), cursor - 1))
    local matches = {}
    if not words then
        return matches
    end
    -- what Clink replaces may be the end of the word alone
    local info, last = line_state:getwordinfo(line_state:getwordcount()), words[#words]
    local ahead = last:sub(1, -1 - #line:sub(info.offset, cursor - 1):gsub('"', ''))
    local option = last:match('^%-%-[^=]+=') or ''
    for value, about, blank in ask(words):gsub('^[^\0]*\0', '', 1):gmatch('([^\0]*)\0([^\0]*)\0([^\0]*)\0') do
        value = option .. value
        if value:sub(1, #ahead) == ahead then
            table.insert(matches, { match = value:sub(#ahead + 1), type = 'word', description = about ~= '' and about or nil,
                suppressappend = blank == '' })
        end
    end
    return matches
end

clink.argmatcher('cvenv'):addarg(offered):loop(1):nofiles()
