" Vim compiler file
" Compiler: lox check

if exists("current_compiler")
  finish
endif
let current_compiler = "lox"

" In rich diagnostics the message stands before the place, with what it is called in brackets, if it has a name.
CompilerSet makeprg=lox\ check\ --diagnostics\ rich\ %:S
CompilerSet errorformat=%E%trror[%*[^]]]:\ %m,%W%tarning[%*[^]]]:\ %m,%I%tote[%*[^]]]:\ %m
CompilerSet errorformat+=%E%trror:\ %m,%W%tarning:\ %m,%I%tote:\ %m,%Z\ %#-->\ %f:%l:%c,%-G%.%#
