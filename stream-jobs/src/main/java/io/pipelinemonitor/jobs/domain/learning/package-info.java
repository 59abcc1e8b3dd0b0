/**
 * From what is known of each deal to what its scopes learn: the course of a deal, what it teaches
 * once a period has ended, and the parameters of every scope of the company.
 */
@NullMarked
package io.pipelinemonitor.jobs.domain.learning;

import org.jspecify.annotations.NullMarked;
