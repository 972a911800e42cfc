-- Neovim 0.11 or later: put this file in `lsp/` of your configuration, and add to `init.lua`:
--   vim.filetype.add({ extension = { rhai = "kvinnofrid" } })
--   vim.lsp.enable("kvinnofrid")
return {
    cmd = { "kvinnofrid", "lsp" }, -- `"--lang", "en"` for English
    filetypes = { "kvinnofrid" },
    -- A tree of rules begins where `gemensamt` is.
    root_markers = { "gemensamt", ".git" },
    on_attach = function(client, buffer)
        if client:supports_method("textDocument/inlayHint") then
            vim.lsp.inlay_hint.enable(true, { bufnr = buffer })
        end
        if client:supports_method("textDocument/codeLens") then
            vim.api.nvim_create_autocmd({ "BufEnter", "BufWritePost", "InsertLeave" }, {
                buffer = buffer,
                callback = function() vim.lsp.codelens.refresh({ bufnr = buffer }) end,
            })
        end
        vim.bo[buffer].commentstring = "// %s"
    end,
}
