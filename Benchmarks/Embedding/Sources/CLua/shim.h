#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

// For malloc_trim.
#ifdef __GLIBC__
#include <malloc.h>
#endif
