"""What every interface shares: templates, middleware, sign-in, files, error pages, problem details."""
