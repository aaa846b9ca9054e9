module github.com/certlite/certlite/bindings/go

go 1.19
