package dev.crossdock.transport.pulsar;

import org.jspecify.annotations.Nullable;

/**
 * Up to where all notes of a group are known here: those that were read, and our own, which need not be read. The broker
 * numbers the entries of a ledger without gaps, so that a note behind the last known one has nothing of others before it that
 * is not known; and it tells a writer at once where its note is, but a reader only when it looks again, every ten
 * milliseconds. The receiver's thread's alone.
 */
final class Frontier {
    private @Nullable Place last;

    /** A note was read, and before it all that are older. */
    void read(Place note) {
        if (last == null || note.compareTo(last) > 0) {
            last = note;
        }
    }

    /** Whether all that is older than a note of our own is known. It is not where a ledger begins, and so never at first. */
    boolean reaches(Place own) {
        boolean next = last != null && own.isRightAfter(last);
        if (next) {
            last = own;
        }
        return next;
    }
}
