"""Backup and restore of database and files. `docs/decisions/0011-backup.md` says how and why.

    refusal   the one exception that carries a sentence for the operator
    key       BACKUP_KEY
    sealing   the age file around the contents: encrypted, and every cut or altered byte is seen
    contents  the tar stream inside: manifest, database, files, closing
    files     what lies in MEDIA_ROOT and PRIVATE_ROOT, and the hashes the database keeps of it
    place     where this installation keeps things, who it is, which migrations it knows
    sqlite    snapshot of the database, and building it up again beside the old one
    postgres  the same on PostgreSQL; exchange: the moment in which the new tables take the place of the old
    write     `backup`
    examine   `verify-backup`
    restore   `restore`
    swap      puts what was built in place: whole or not at all, also when it is killed half-way
"""
