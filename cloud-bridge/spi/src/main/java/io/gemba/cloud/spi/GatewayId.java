package io.gemba.cloud.spi;

/**
 * Who this gateway is; each part is a topic level of {@code [a-z0-9-]}.
 *
 * @param enterprise the firm
 * @param site the plant
 * @param id the gateway, unique in the site
 */
public record GatewayId(String enterprise, String site, String id) {}
