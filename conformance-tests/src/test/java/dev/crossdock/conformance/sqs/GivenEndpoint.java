package dev.crossdock.conformance.sqs;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The server that somebody else runs, as the properties of this run name it. Who we are there only the SDK knows.
 *
 * @param region {@code conformance.sqs.region}
 * @param sqs {@code conformance.sqs.endpoint}; {@code null} for the region's own
 * @param sns {@code conformance.sqs.sns-endpoint}; as SQS if there is none
 */
record GivenEndpoint(
        String region, @Nullable URI sqs, @Nullable URI sns) {
    private static final String ENDPOINT = "conformance.sqs.endpoint";
    private static final String SNS_ENDPOINT = "conformance.sqs.sns-endpoint";
    private static final String REGION = "conformance.sqs.region";
    private static final String AWS = "aws";
    private static final Pattern REGIONS = Pattern.compile("[a-z]+(-[a-z]+)+-\\d+");

    /**
     * Reads the properties; {@code null} if none is named.
     *
     * @param properties gives an empty text for what is not there
     */
    static @Nullable GivenEndpoint read(UnaryOperator<String> properties) {
        String endpoint = properties.apply(ENDPOINT);
        String snsEndpoint = properties.apply(SNS_ENDPOINT);
        String region = properties.apply(REGION);
        if (endpoint.isEmpty()) {
            if (!snsEndpoint.isEmpty() || !region.isEmpty()) {
                throw wrong(
                        ENDPOINT,
                        AWS + ", http://host:port or https://host:port, because " + SNS_ENDPOINT + " or " + REGION
                                + " is there",
                        "nothing");
            }
            return null;
        }
        boolean aws = endpoint.equals(AWS);
        URI sqs = aws ? null : uri(ENDPOINT, endpoint, AWS + ", ");
        if (aws && !snsEndpoint.isEmpty()) {
            throw wrong(SNS_ENDPOINT, "nothing, because " + ENDPOINT + " is " + AWS, "something");
        }
        if (!REGIONS.matcher(region).matches()) {
            throw wrong(REGION, "a region such as eu-central-1", region.isEmpty() ? "nothing" : "'" + region + "'");
        }
        return new GivenEndpoint(region, sqs, snsEndpoint.isEmpty() ? sqs : uri(SNS_ENDPOINT, snsEndpoint, ""));
    }

    /** What it is, for people. */
    String described() {
        return sqs == null ? "AWS in " + region : "the server at " + sqs;
    }

    private static URI uri(String property, String text, String orElse) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare = "".equals(uri.getPath()) && uri.getQuery() == null && uri.getFragment() == null;
            if (web && bare && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // The one error below says what is possible.
        }
        // Not repeated: people write passwords into URLs.
        throw wrong(property, orElse + "http://host:port or https://host:port", "something else");
    }

    private static IllegalArgumentException wrong(String property, String wanted, String found) {
        return new IllegalArgumentException("At -D" + property + " wanted " + wanted + ", found " + found);
    }
}
