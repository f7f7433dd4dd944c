-- Drives `lox lsp` from neovim as a user would, and compares what comes of it. Run by Editors/test/neovim-lsp.

local failures, checks = 0, 0

local function fail(message)
  failures = failures + 1
  io.stderr:write("FAILED: " .. message .. "\n")
end

local function equal(what, actual, expected)
  checks = checks + 1
  if not vim.deep_equal(actual, expected) then
    fail(what .. "\n  expected: " .. vim.inspect(expected) .. "\n  got:      " .. vim.inspect(actual))
  end
end

local function contains(what, text, part)
  checks = checks + 1
  if type(text) ~= "string" or not text:find(part, 1, true) then
    fail(what .. ": no " .. vim.inspect(part) .. " in " .. vim.inspect(text))
  end
end

local folder = vim.fn.tempname()
vim.fn.mkdir(folder, "p")

local function write(name, text)
  local file = assert(io.open(folder .. "/" .. name, "w"))
  file:write(text)
  file:close()
end

write("lox-api.json", [[{
  "loxAPI": 1,
  "functions": [{ "name": "spawn", "parameters": ["kind"], "returns": "Entity", "documentation": "Makes one." }],
  "classes": [{ "name": "Entity", "methods": [{ "name": "move", "parameters": ["x", "y"] }] }]
}]])
write("other.lox", "fun elsewhere() {}\n")
write("main.lox", [[
// Adds two numbers.
fun add(first, second) { return first + second; }
class Shape {
  area() { return 1; }
}
class Square < Shape {
  init(side) { this.side = side; }
  // Its size.
  area() { return this.side * this.side; }
}
var square = Square(3);
print square.area();
print "😀é" + add(1, 2);
spawn("goblin").move(1, 2);
{ print square.side }
]])

local command = { assert(os.getenv("LOX"), "LOX names the command"), "lsp" }
vim.cmd("edit " .. vim.fn.fnameescape(folder .. "/main.lox"))
vim.bo.filetype = "lox"
local buffer = vim.api.nvim_get_current_buf()
local configuration = { name = "lox", cmd = command, root_dir = folder }
local id
if vim.lsp.start then
  id = vim.lsp.start(configuration)
else
  id = vim.lsp.start_client(configuration)
  vim.lsp.buf_attach_client(buffer, id)
end
assert(id, "the server did not start")

local function client() return vim.lsp.get_client_by_id(id) end
if not vim.wait(10000, function() return client() ~= nil and client().server_capabilities ~= nil end, 10) then
  fail("the server was not initialized")
end

local function lines() return vim.api.nvim_buf_get_lines(buffer, 0, -1, false) end

-- Waits until the diagnostics are so many.
local function diagnostics(count)
  vim.wait(10000, function()
    vim.cmd("sleep 10m")
    return #vim.diagnostic.get(buffer) == count
  end, 10)
  return vim.tbl_map(function(found)
    return string.format("%d:%d %s", found.lnum + 1, found.col + 1, found.message)
  end, vim.diagnostic.get(buffer))
end

-- A place in a line, counted as the client and the server do.
local function character(line, column)
  if client().offset_encoding == "utf-8" then return column end
  local units = 0
  for byte in line:sub(1, column):gmatch(".") do
    byte = byte:byte()
    if byte < 0x80 or byte >= 0xC0 then units = units + (byte >= 0xF0 and 2 or 1) end
  end
  return units
end

-- The position of the n-th occurrence of a text in the buffer, as parameters of a request.
local function at(text, n, shift)
  local count = 0
  for number, line in ipairs(lines()) do
    local start = 1
    while true do
      local found = line:find(text, start, true)
      if not found then break end
      count = count + 1
      if count == (n or 1) then
        return {
          textDocument = { uri = vim.uri_from_bufnr(buffer) },
          position = { line = number - 1, character = character(line, found - 1 + (shift or 0)) },
        }
      end
      start = found + 1
    end
  end
  error("no " .. text)
end

local function ask(method, parameters)
  local answers, problem = vim.lsp.buf_request_sync(buffer, method, parameters, 10000)
  if not answers then
    fail(method .. ": " .. tostring(problem))
    return nil
  end
  local answer = answers[id] or {}
  return answer.result, answer.err or answer.error
end

local function places(locations)
  return vim.tbl_map(function(location)
    return string.format("%d:%d", location.range.start.line + 1, location.range.start.character)
  end, locations or {})
end

-- Diagnostics, and a code action for them.
local found = diagnostics(1)
contains("missing semicolon", found[1], "Expect ';' after value.")
equal("place of the missing semicolon", found[1] and found[1]:match("^%S+"), "15:20")
local parameters = vim.lsp.util.make_given_range_params({ 15, 0 }, { 15, 21 }, buffer, client().offset_encoding)
parameters.context = { diagnostics = {} }
local actions = ask("textDocument/codeAction", parameters) or {}
equal("fix of the missing semicolon", actions[1] and actions[1].title, "Insert ';'")
if actions[1] then
  vim.lsp.util.apply_workspace_edit(actions[1].edit, client().offset_encoding)
end
equal("line with its semicolon", lines()[15], "{ print square.side; }")
equal("no more diagnostics", diagnostics(0), {})

-- Hover, with Unicode before the place.
local hover = ask("textDocument/hover", at("add", 2))
contains("hover", hover and hover.contents.value, "fun add(first, second)")
contains("hover", hover and hover.contents.value, "Adds two numbers.")
hover = ask("textDocument/hover", at("spawn"))
contains("hover of the host's function", hover and hover.contents.value, "Makes one.")

-- From place to place.
equal("definition", places(ask("textDocument/definition", at("area", 3))), { "9:2" })
equal("definition across Unicode", places(ask("textDocument/definition", at("add", 2))), { "2:4" })
parameters = at("side")
parameters.context = { includeDeclaration = true }
equal("references", places(ask("textDocument/references", parameters)), { "7:7", "7:27" })
parameters = at("area", 2)
parameters.context = { includeDeclaration = true }
equal("references of a method", places(ask("textDocument/references", parameters)), { "4:2", "9:2", "12:13" })
equal("highlights", #(ask("textDocument/documentHighlight", at("square")) or {}), 3)

-- Symbols.
local symbols = ask("textDocument/documentSymbol", { textDocument = { uri = vim.uri_from_bufnr(buffer) } }) or {}
equal("symbols", vim.tbl_map(function(symbol) return symbol.name end, symbols), { "add", "Shape", "Square", "square" })
equal("members", vim.tbl_map(function(symbol) return symbol.name end, (symbols[3] or {}).children or {}),
  { "init", "side", "area" })
symbols = ask("workspace/symbol", { query = "elsew" }) or {}
equal("workspace symbols", vim.tbl_map(function(symbol) return symbol.name end, symbols), { "elsewhere" })

-- Typing.
local function labels(result)
  local names = vim.tbl_map(function(item) return item.label end, (result or {}).items or {})
  table.sort(names)
  return names
end
vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { "square." })
contains("error while typing", diagnostics(1)[1], "Expect property name after '.'.")
equal("completion of members", labels(ask("textDocument/completion", at("square.", 3, 7))), { "area", "side" })
vim.api.nvim_buf_set_lines(buffer, -2, -1, false, { "spawn(1).mo" })
equal("completion of the host's members", labels(ask("textDocument/completion", at(".mo", 2, 3))), { "move" })
vim.api.nvim_buf_set_lines(buffer, -2, -1, false, { "ad" })
local items = (ask("textDocument/completion", at("ad", 3, 2)) or {}).items or {}
local add = vim.tbl_filter(function(item) return item.label == "add" end, items)[1]
equal("completion of a function", add and add.detail, "fun add(first, second)")
local resolved = add and ask("completionItem/resolve", add)
contains("its documentation", resolved and resolved.documentation and resolved.documentation.value, "Adds two numbers.")
vim.api.nvim_buf_set_lines(buffer, -2, -1, false, { "add(1, " })
local help = ask("textDocument/signatureHelp", at("add(1, ", 2, 7))
equal("signature", help and help.signatures[1].label, "add(first, second)")
equal("active parameter", help and help.activeParameter, 1)
vim.api.nvim_buf_set_lines(buffer, -2, -1, false, {})
equal("the script is correct again", diagnostics(0), {})

-- Renaming.
parameters = at("square", 1)
local prepared = ask("textDocument/prepareRename", parameters)
equal("name to be renamed", prepared and prepared.placeholder, "square")
parameters.newName = "class"
local _, problem = ask("textDocument/rename", parameters)
contains("refusal of a keyword", problem and problem.message, "is not a name")
parameters.newName = "add"
_, problem = ask("textDocument/rename", parameters)
contains("refusal of a name in use", problem and problem.message, "already in use")
parameters.newName = "tile"
local edit = ask("textDocument/rename", parameters)
if edit then vim.lsp.util.apply_workspace_edit(edit, client().offset_encoding) end
equal("renamed", { lines()[11], lines()[12], lines()[15] },
  { "var tile = Square(3);", "print tile.area();", "{ print tile.side; }" })
equal("the renamed script is correct", diagnostics(0), {})

-- Formatting.
vim.api.nvim_buf_set_lines(buffer, 11, 12, false, { "print   tile.area( )   ;" })
local edits = ask("textDocument/formatting", vim.lsp.util.make_formatting_params({}))
if edits then vim.lsp.util.apply_text_edits(edits, buffer, client().offset_encoding) end
equal("formatted", lines()[12], "print tile.area();")

-- Colours and folds.
local tokens = ask("textDocument/semanticTokens/full", { textDocument = { uri = vim.uri_from_bufnr(buffer) } })
equal("tokens are in fives", tokens and #tokens.data % 5, 0)
local folds = ask("textDocument/foldingRange", { textDocument = { uri = vim.uri_from_bufnr(buffer) } }) or {}
checks = checks + 1
if #folds == 0 then fail("no folds") end

-- The end.
local handle = client()
handle.stop()
if not vim.wait(10000, function() return handle.is_stopped() end, 10) then fail("the server did not stop") end

vim.fn.delete(folder, "rf")
io.stdout:write(string.format("neovim %s: %d checks, %d failed\n", tostring(vim.version().minor), checks, failures))
vim.cmd(failures == 0 and "qall!" or "cquit 1")
