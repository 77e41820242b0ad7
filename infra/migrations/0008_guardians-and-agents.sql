CREATE TABLE `agents` (
	`id` text PRIMARY KEY NOT NULL,
	`access_key_id` text NOT NULL,
	`details_sealed` text NOT NULL,
	`details_masked` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `case_agents` (
	`application_id` text PRIMARY KEY NOT NULL,
	`agent_id` text NOT NULL,
	`kind` text NOT NULL,
	`unit` text,
	`messages_to` text NOT NULL,
	`consent_version` text NOT NULL,
	`since` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `case_agents_by_agent` ON `case_agents` (`agent_id`,`since`,`application_id`) WHERE ended_at is null;--> statement-breakpoint
ALTER TABLE `messages` ADD `recipient` text DEFAULT 'applicant' NOT NULL;--> statement-breakpoint
ALTER TABLE `applications` ADD `guardian_consents` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `applications` ADD `access_round` integer DEFAULT 0 NOT NULL;