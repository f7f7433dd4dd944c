" Writes what the syntax file makes of scripts, for vim.py: for each file of $FILES a line with its name, then for each of its lines
" one with runs of equal categories: `column category ...`.

set nomore encoding=utf-8 fileencodings=utf-8 nobomb fileformats=unix
syntax on

let s:categories = {
      \ 'loxComment': 'comment', 'loxTodo': 'comment', 'loxString': 'string', 'loxTemplate': 'string', 'loxEscape': 'string',
      \ 'loxBlockComment': 'comment', 'loxNumber': 'number',
      \ 'loxConditional': 'keyword', 'loxRepeat': 'keyword', 'loxStatement': 'keyword', 'loxBoolean': 'keyword',
      \ 'loxConstant': 'keyword', 'loxSelf': 'keyword', 'loxLogical': 'keyword', 'loxStorage': 'keyword',
      \ 'loxFunction': 'keyword', 'loxClass': 'keyword', 'loxException': 'keyword', 'loxInclude': 'keyword',
      \ 'loxIdentifier': 'identifier', 'loxCall': 'identifier', 'loxFunctionName': 'identifier', 'loxClassName': 'identifier' }

let s:output = []
for s:file in readfile($FILES)
  execute 'edit!' fnameescape(s:file)
  if &filetype !=# 'lox' | call add(s:output, 'not detected: ' . s:file) | endif
  call add(s:output, 'file ' . s:file)
  for s:line in range(1, line('$'))
    let s:runs = []
    let s:last = ''
    for s:column in range(1, col([s:line, '$']) - 1)
      let s:category = get(s:categories, synIDattr(synID(s:line, s:column, 1), 'name'), 'other')
      if s:category !=# s:last
        call add(s:runs, s:column . ' ' . s:category)
        let s:last = s:category
      endif
    endfor
    call add(s:output, join(s:runs, ' '))
  endfor
  bwipeout!
endfor
call writefile(s:output, $RESULT)
qall!
