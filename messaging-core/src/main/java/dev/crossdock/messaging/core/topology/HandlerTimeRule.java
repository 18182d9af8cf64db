package dev.crossdock.messaging.core.topology;

import java.time.Duration;

/** Handlers that take longer than they are left alone with their message. */
final class HandlerTimeRule implements Rule {
    @Override
    public void judge(Examination examination, Findings findings) {
        String about = "consumers of the group";
        Duration takes = examination.handlerTime();
        Duration allowed = examination.settings().maxHandlerTime();
        Duration lease = examination.settings().lease();
        Duration hold = examination.broker().maxHold();
        if (takes.compareTo(allowed) > 0) {
            findings.error(
                    "handler-time",
                    about,
                    "Handlers take up to " + takes + ", and have " + allowed
                            + " (max-handler-time): after that another member gets the message while the handler still"
                            + " runs; possible is a longer time, up to " + hold + ", or quicker handlers");
        }
        if (allowed.compareTo(hold) > 0) {
            findings.error(
                    "max-hold",
                    about,
                    "Handlers have " + allowed
                            + " (max-handler-time), and the broker takes back what is on loan for longer" + " than "
                            + hold + ": a consumer does not start; possible is up to that");
        } else if (takes.compareTo(hold) > 0) {
            findings.error(
                    "max-hold",
                    about,
                    "Handlers take up to " + takes + ", and the broker takes back what is on loan for longer than "
                            + hold + "; possible are quicker handlers");
        }
        if (takes.compareTo(lease) > 0) {
            findings.note(
                    "lease",
                    about,
                    "Handlers take up to " + takes + ", longer than the lease of " + lease
                            + ": on a broker whose loans end, a message is kept by renewals only, and a process that stands"
                            + " still for longer than the lease loses it to another member");
        }
    }
}
