-- The language server of OrganicLox with the client that is built into Neovim (0.7 or newer):
-- copy this file into the folder `plugin` of your configuration, and put Editors/vim on the 'runtimepath'.

vim.api.nvim_create_autocmd("FileType", {
  pattern = "lox",
  callback = function(event)
    local file = vim.api.nvim_buf_get_name(event.buf)
    local config = {
      name = "lox",
      cmd = { "lox", "lsp" },
      root_dir = vim.fn.fnamemodify(file, ":p:h"),
    }
    if vim.lsp.start then
      vim.lsp.start(config)
    else
      -- Before Neovim 0.8, one client serves all buffers.
      vim.g.lox_client = vim.g.lox_client or vim.lsp.start_client(config)
      vim.lsp.buf_attach_client(event.buf, vim.g.lox_client)
    end
  end,
})
