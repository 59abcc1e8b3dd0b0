package io.pipelinemonitor.alerts.domain.message;

import java.time.ZoneId;
import java.util.Locale;

/**
 * How whoever reads a message writes figures and times.
 *
 * @param locale of amounts, numbers and dates; the words are English
 */
public record Reader(Locale locale, ZoneId zone) {}
