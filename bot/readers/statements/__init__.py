"""Statements of wallets and banks: files to transactions."""
