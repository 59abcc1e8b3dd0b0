/**
 * Which deals did it: the movements of open and booked amounts, sent to the scopes that they count
 * in, and the change of a scope told by the deals behind it. Amounts are minor units of the
 * reporting currency, moments are stream time in microseconds since the epoch unless said
 * otherwise.
 */
@NullMarked
package io.pipelinemonitor.jobs.domain.explanation;

import org.jspecify.annotations.NullMarked;
