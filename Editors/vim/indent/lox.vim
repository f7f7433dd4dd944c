" Vim indent file
" Language: Lox, as OrganicLox runs it

if exists("b:did_indent")
  finish
endif
let b:did_indent = 1

setlocal indentexpr=LoxIndent(v:lnum)
setlocal indentkeys=0{,0},0),0],!^F,o,O,e
let b:undo_indent = "setlocal indentexpr< indentkeys<"

if exists("*LoxIndent")
  finish
endif

" A line without strings and comments, as far as the line itself tells.
function! s:Code(line) abort
  return substitute(substitute(a:line, '"[^"]*"', '""', 'g'), '//.*$', '', '')
endfunction

" The syntax group of a place.
function! s:Group(number, column) abort
  return synIDattr(synID(a:number, a:column, 1), 'name')
endfunction

" Whether a line begins within a string or template, which must stay as it is.
function! s:BeginsInString(number) abort
  if a:number == 1
    return 0
  endif
  let end = getline(a:number - 1)
  let before = s:Group(a:number - 1, max([1, len(end)]))
  let here = s:Group(a:number, 1)
  return before ==# 'loxString' && here ==# 'loxString' && end !~# '"\s*$'
        \ || before ==# 'loxTemplate' && here ==# 'loxTemplate' && end !~# '`\s*$' && getline(a:number) !~# '^`$'
endfunction

function! LoxIndent(number) abort
  if s:BeginsInString(a:number)
    return -1
  endif
  let before = prevnonblank(a:number - 1)
  if before == 0
    return 0
  endif
  let code = s:Code(getline(before))
  " What the line opens and does not close; a bracket that begins it was counted for its own indentation.
  let opened = len(substitute(code, '[^{([]', '', 'g')) - len(substitute(code, '[^])}]', '', 'g'))
  if code =~# '^\s*[])}]'
    let opened += 1
  endif
  let depth = opened > 0 ? 1 : opened < 0 ? opened : 0
  if getline(a:number) =~# '^\s*[])}]'
    let depth -= 1
  endif
  return max([0, indent(before) + depth * shiftwidth()])
endfunction
