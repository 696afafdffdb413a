"""Assessment and catalogue to packages that restore the balance: measures, budgets, search, certificate."""
