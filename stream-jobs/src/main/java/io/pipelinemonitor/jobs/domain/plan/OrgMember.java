package io.pipelinemonitor.jobs.domain.plan;

/**
 * A person who owns deals.
 *
 * @param memberId the identifier that deals name as their owner
 * @param name what people call them
 * @param unitId the unit they belong to
 */
public record OrgMember(String memberId, String name, String unitId) {}
