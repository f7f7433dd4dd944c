autocmd BufNewFile,BufRead *.lox setfiletype lox
