/**
 * Where messages go that have no way out: a mail server and a stand-in for Slack, on this machine,
 * and what it takes to read them.
 */
@NullMarked
package io.pipelinemonitor.local.outbox;

import org.jspecify.annotations.NullMarked;
