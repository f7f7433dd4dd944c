#if canImport(CLua)
  import CLua

  /// The same with Lua 5.4 through its C interface.
  struct LuaFigures {
    static let script = """
      local Item = {}
      Item.__index = Item
      function Item.new(name, price) return setmetatable({ name = name, price = price }, Item) end
      function Item:total(count) return self.price * count end
      function discount(sum) if sum > 100 then return sum * 0.9 end return sum end
      item = Item.new("pen", 2.5)
      sum = 0
      for i = 1, 10 do sum = sum + item:total(i) end
      result = discount(sum)
      label = item.name .. ": done"
      """

    private static func load(_ state: OpaquePointer?, _ text: String) {
      precondition(luaL_loadstring(state, text) == LUA_OK)
      precondition(lua_pcallk(state, 0, 0, 0, 0, nil) == LUA_OK)
    }

    /// A compiled script, as a Lox program is.
    private static let bytecode: [CChar] = {
      let state = luaL_newstate()
      defer { lua_close(state) }
      precondition(luaL_loadstring(state, script) == LUA_OK)
      final class Bytes { var bytes: [CChar] = [] }
      let collected = Bytes()
      lua_dump(
        state,
        { _, data, size, target in
          let collected = Unmanaged<Bytes>.fromOpaque(target!).takeUnretainedValue()
          collected.bytes += UnsafeBufferPointer(
            start: data!.assumingMemoryBound(to: CChar.self), count: size)
          return 0
        }, Unmanaged.passUnretained(collected).toOpaque(), 0)
      return collected.bytes
    }()

    private static func makeAndRun() -> OpaquePointer? {
      let state = luaL_newstate()
      luaL_requiref(state, "_G", luaopen_base, 1)
      lua_settop(state, 0)
      bytecode.withUnsafeBufferPointer {
        precondition(luaL_loadbufferx(state, $0.baseAddress, $0.count, "script", "b") == LUA_OK)
      }
      precondition(lua_pcallk(state, 0, 0, 0, 0, nil) == LUA_OK)
      return state
    }

    var newState: Double {
      Measuring.nanoseconds(count: 500) { lua_close(LuaFigures.makeAndRun()) } / 1000
    }

    func residentBytes(count: Int) -> Double {
      // Otherwise the states would use memory that other measurements have freed.
      #if canImport(Glibc)
        malloc_trim(0)
      #endif
      let before = Measuring.residentBytes()
      let states = (0..<count).map { _ in LuaFigures.makeAndRun() }
      let after = Measuring.residentBytes()
      for state in states { lua_close(state) }
      return Double(after - before) / Double(count)
    }

    var call: Double {
      let state = luaL_newstate()
      defer { lua_close(state) }
      LuaFigures.load(state, "function add(a, b) return a + b end")
      lua_getglobal(state, "add")
      let reference = luaL_ref(state, LUA_REGISTRYINDEX_)
      var sum = 0.0
      let time = Measuring.nanoseconds(count: 20000) {
        lua_rawgeti(state, LUA_REGISTRYINDEX_, lua_Integer(reference))
        lua_pushnumber(state, 1)
        lua_pushnumber(state, 2)
        precondition(lua_pcallk(state, 2, 1, 0, 0, nil) == LUA_OK)
        sum += lua_tonumberx(state, -1, nil)
        lua_settop(state, 0)
      }
      precondition(sum > 0)
      return time
    }

    var hostCall: Double {
      let state = luaL_newstate()
      defer { lua_close(state) }
      lua_pushcclosure(
        state,
        { state in
          lua_pushnumber(state, luaL_checknumber(state, 1) + luaL_checknumber(state, 2))
          return 1
        }, 0)
      lua_setglobal(state, "add")
      LuaFigures.load(
        state,
        """
        function calls() local s = 0.0 for i = 1, 100000 do s = add(s, i) end return s end
        function loop() local s = 0.0 for i = 1, 100000 do s = s + i end return s end
        """)
      func time(_ name: String) -> Double {
        Measuring.nanoseconds(count: 1) {
          lua_getglobal(state, name)
          precondition(lua_pcallk(state, 0, 1, 0, 0, nil) == LUA_OK)
          lua_settop(state, 0)
        }
      }
      return (time("calls") - time("loop")) / 100_000
    }
  }

  /// A macro that Swift does not import.
  private let LUA_REGISTRYINDEX_ = -LUAI_MAXSTACK - 1000
#endif
