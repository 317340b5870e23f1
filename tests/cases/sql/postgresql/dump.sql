--
-- PostgreSQL database dump
--

\restrict abc

SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);
SET default_table_access_method = heap;

CREATE SCHEMA app;
ALTER SCHEMA app OWNER TO postgres;

CREATE TYPE app.state AS ENUM (
    'on',
    'off'
);
ALTER TYPE app.state OWNER TO postgres;

CREATE TABLE app.lamps (
    id integer NOT NULL,
    state app.state DEFAULT 'off'::app.state NOT NULL,
    name character varying(20) DEFAULT ''::character varying,
    CONSTRAINT lamps_name_check CHECK (((name)::text <> ''::text))
);
ALTER TABLE app.lamps OWNER TO postgres;

CREATE SEQUENCE app.lamps_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE app.lamps_id_seq OWNED BY app.lamps.id;
ALTER TABLE ONLY app.lamps ALTER COLUMN id SET DEFAULT nextval('app.lamps_id_seq'::regclass);

COPY app.lamps (id, state, name) FROM stdin;
1	on	it's; a "lamp
2	off	\N
\.

SELECT pg_catalog.setval('app.lamps_id_seq', 2, true);

ALTER TABLE ONLY app.lamps
    ADD CONSTRAINT lamps_pkey PRIMARY KEY (id);
CREATE VIEW app.lit AS
 SELECT lamps.id
   FROM app.lamps
  WHERE (lamps.state = 'on'::app.state);
GRANT ALL ON TABLE app.lamps TO postgres;

\unrestrict abc
