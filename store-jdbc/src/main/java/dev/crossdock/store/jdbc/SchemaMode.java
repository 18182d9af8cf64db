package dev.crossdock.store.jdbc;

/** What is done about the table when a store is opened. */
public enum SchemaMode {
    /** It is created if it is missing, by as many instances at once as like to; one that differs is an error. */
    CREATE,
    /** A table that is missing or differs is an error that says how. */
    VERIFY,
    /** It is taken for granted. */
    NONE
}
