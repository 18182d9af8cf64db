package dev.crossdock.messaging.core.topology;

/** Finds one kind of trouble. Pure. */
interface Rule {
    void judge(Examination examination, Findings findings);
}
