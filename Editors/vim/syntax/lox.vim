" Vim syntax file
" Language: Lox, as OrganicLox runs it

if exists("b:current_syntax")
  finish
endif

syntax case match
syntax iskeyword @,48-57,_

" All by matches, so that what follows a number without a blank is as in Lox. Of items that match at the same place, the last
" one wins; and as identifiers are taken as a whole, keywords need to be checked at their end only.
syntax match loxError "[^[:blank:]]"
syntax match loxIdentifier "[A-Za-z_][A-Za-z0-9_]*"
syntax match loxCall "[A-Za-z_][A-Za-z0-9_]*\ze\s*("
syntax match loxNumber "[0-9]\%(_\?[0-9]\)*\%(\.[0-9]\%(_\?[0-9]\)*\)\?\%([eE][-+]\?[0-9]\+\)\?"
syntax match loxNumber "0x[0-9A-Fa-f]\%(_\?[0-9A-Fa-f]\)*"
syntax match loxOperator "[-+*/%!<>?:]\|[-+*/%=!<>]=\|=\|=>\|??=\?\|\.\.[.<]\|++"
syntax match loxDelimiter "[(){};,.]\|?\.\|[][]"

syntax match loxConditional "\%(if\|else\)[A-Za-z0-9_]\@!"
syntax match loxRepeat "\%(for\|while\)[A-Za-z0-9_]\@!"
syntax match loxStatement "\%(return\|print\)[A-Za-z0-9_]\@!"
syntax match loxBoolean "\%(true\|false\)[A-Za-z0-9_]\@!"
syntax match loxConstant "nil[A-Za-z0-9_]\@!"
syntax match loxSelf "\%(this\|super\)[A-Za-z0-9_]\@!"
syntax match loxLogical "\%(and\|or\)[A-Za-z0-9_]\@!"
syntax match loxStorage "var[A-Za-z0-9_]\@!"
syntax match loxFunction "fun[A-Za-z0-9_]\@!"
syntax match loxClass "class[A-Za-z0-9_]\@!"
" Words that are keywords in some places only, as far as the text around them shows.
syntax match loxStorage "const\ze\%(\s\+[A-Za-z_]\|\s*[[{]\)"
syntax match loxLogical "\%([A-Za-z0-9_)\]}\"`]\s\)\@2<=\%(in\|is\)\ze\s\+[A-Za-z0-9_\"`[({!-]"
syntax match loxStatement "\%(break\|continue\)\ze\s*;"
syntax match loxConditional "switch\ze\s*("
syntax match loxConditional "case\ze\%(\s\+[A-Za-z0-9_\"`<>[({!-]\|[\"`<>]\)"
syntax match loxConditional "default\ze\s*\%(:\|=>\)"
syntax match loxException "throw\ze\%(\s\+\%(\%(and\|or\)[A-Za-z0-9_]\@!\)\@![A-Za-z0-9_]\|\s*\%([\"`[{]\|!=\@!\)\)"
syntax match loxException "\%(try\|finally\)\ze\s*{"
syntax match loxException "catch\ze\s*\%(([^()]*)\s*\)\?{"
syntax match loxInclude "import\ze\s*[\"{]"
syntax match loxInclude "\%([A-Za-z0-9_\"]\s\)\@2<=as\ze\s\+\%(\%(and\|or\|in\|is\)[A-Za-z0-9_]\@!\)\@![A-Za-z_]"
syntax match loxInclude "\%(}\s\)\@2<=from\ze\s*\""
syntax match loxStorage "set\ze\s\+[A-Za-z_][A-Za-z0-9_]*\s*("
syntax match loxStorage "operator\ze\s*\%([-+*/%<]\s*(\|\[\s*\]\)"
let s:name = '\s\+\zs\%(\%(and\|class\|else\|false\|for\|fun\|if\|nil\|or\|print\|return\|super\|this\|true\|var\|while\)'
      \ . '[A-Za-z0-9_]\@!\)\@![A-Za-z_][A-Za-z0-9_]*'
execute 'syntax match loxFunctionName "\%([A-Za-z0-9_]\@<!fun\)\@<=' . s:name . '"'
" What belongs to a class itself begins with this word, too.
execute 'syntax match loxClassName "\%([A-Za-z0-9_]\@<!class\)\@<=' . s:name . '[A-Za-z0-9_]\@!\%(\s*[(=]\|\s\+[A-Za-z_]\)\@!"'

syntax keyword loxTodo TODO FIXME XXX NOTE contained
syntax region loxString start=+"+ end=+"+ contains=@Spell
syntax region loxTemplate start=+`+ skip=+\\.+ end=+`+ contains=loxEscape,loxValue,@Spell
syntax match loxEscape +\\\%(u{[0-9A-Fa-f]\+}\|.\)+ contained
syntax region loxValue matchgroup=loxTemplate start=+\${+ end=+}+ contained contains=ALLBUT,loxEscape,loxValue,loxTodo
syntax region loxBraces matchgroup=loxDelimiter start=+{+ end=+}+ contained contains=ALLBUT,loxEscape,loxValue,loxTodo
syntax match loxComment "//.*$" contains=loxTodo,@Spell
syntax region loxBlockComment start="/\*" end="\*/" contains=loxBlockComment,loxTodo,@Spell

" Strings may go on over any number of lines, so only the beginning of the file is a safe place to begin.
syntax sync fromstart

highlight default link loxError Error
highlight default link loxConditional Conditional
highlight default link loxRepeat Repeat
highlight default link loxException Exception
highlight default link loxInclude Include
highlight default link loxStatement Statement
highlight default link loxBoolean Boolean
highlight default link loxConstant Constant
highlight default link loxSelf Special
highlight default link loxLogical Operator
highlight default link loxStorage StorageClass
highlight default link loxFunction Keyword
highlight default link loxClass Structure
highlight default link loxFunctionName Function
highlight default link loxClassName Type
highlight default link loxCall Function
highlight default link loxNumber Number
highlight default link loxOperator Operator
highlight default link loxDelimiter Delimiter
highlight default link loxString String
highlight default link loxTemplate String
highlight default link loxEscape SpecialChar
highlight default link loxComment Comment
highlight default link loxBlockComment Comment
highlight default link loxTodo Todo

let b:current_syntax = "lox"
