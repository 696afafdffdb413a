"""One folder of CSV files for each region and date; every row carries its source and grade.

The headers are the rows of vocabulary/profile_tables.csv. `counterpoise.balance.profile.load_profile` reads a folder.
"""
