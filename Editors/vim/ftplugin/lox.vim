" Vim filetype plugin
" Language: Lox, as OrganicLox runs it

if exists("b:did_ftplugin")
  finish
endif
let b:did_ftplugin = 1

setlocal comments=:// commentstring=//\ %s
setlocal formatoptions-=t formatoptions+=croql
setlocal suffixesadd=.lox
setlocal expandtab shiftwidth=2 softtabstop=2

" :make runs the checks, and fills the list of errors.
if exists(":CompilerSet") != 2
  compiler lox
endif

let b:undo_ftplugin = "setlocal comments< commentstring< formatoptions< suffixesadd< expandtab< shiftwidth< softtabstop<"
