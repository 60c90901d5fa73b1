-- SPDX-License-Identifier: MIT
-- cmd.exe with Clink: completion, and the event at a prompt that cmd.exe has not.

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

-- The prompt. The program is asked, by the hook (shell/hook.cmd), where something changed since it was asked last: the
-- folder, VIRTUAL_ENV, or a file that it named.
local noted, asked, walked = {}, false, false

local function entry(path)
    return os.globfiles(path, 2)[1]
end

-- Whether FILES, as the program wrote them down, are otherwise. One that was changed while it was asked, or just before, may
-- have been changed again within the second. Of a link nothing but that it exists is known here.
local function differ(files)
    for path, size, time in files:gmatch('([^|]+)|([^|]+)|([^|]+)') do
        local there = entry(path)
        if (size == '-') ~= (there == nil) then
            return true
        end
        if tonumber(size) and not there.type:find('link') then
            local modified = math.floor(there.mtime)
            if there.size ~= tonumber(size) or modified ~= tonumber(time) or modified >= noted.time - 1 then
                return true
            end
        end
    end
    return files == '?'
end

-- Whether FOLDER, where nothing is active and nothing was above, has no config above it either. A folder that is a link
-- stands somewhere else, too.
local function quiet(folder)
    if (os.getenv('__cvenv_token') or ''):sub(1, 1) ~= 'n' or not folder:find('^%a:\\') then
        return false
    end
    folder = folder:gsub('\\+$', '')
    while folder do
        local self = folder:find('\\') and os.globdirs(folder, true)[1]
        if entry(folder .. '\\.cvenv.yml') or (self and self.type:find('link')) then
            return false
        end
        folder = folder:match('^(.+)\\[^\\]*$')
    end
    return true
end

local function changed(folder)
    if os.getenv('VIRTUAL_ENV') ~= noted.environment then
        return true
    end
    if walked or folder ~= noted.folder then
        walked = quiet(folder)
        return not walked
    end
    return differ(os.getenv('__cvenv_files') or '')
end

local function prompt()
    local folder = os.getcwd()
    if not os.getenv('__cvenv_hook') then
        return nil
    end
    if not os.getenv('__cvenv_clink') then
        -- one that was just set up knows of no files, which are told where there is no token
        os.setenv('__cvenv_clink', '1')
        os.setenv('__cvenv_token', nil)
        noted = {}
    end
    if asked then
        asked = false
        noted = { folder = folder, environment = os.getenv('VIRTUAL_ENV'), time = noted.time }
    elseif not noted.time or changed(folder) then
        asked, walked = true, false
        noted.time = os.time()
        return '"%__cvenv_hook%" prompt'
    end
end

-- An older one does not run what is returned.
if (clink.version_encoded or 0) >= 10030018 then
    clink.onbeginedit(prompt)
end
