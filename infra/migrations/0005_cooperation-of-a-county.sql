DROP INDEX `cooperation_tasks_by_plan`;--> statement-breakpoint
CREATE INDEX `cooperation_tasks_by_county` ON `cooperation_tasks` (`county_code`,`id`);--> statement-breakpoint
CREATE INDEX `cooperation_tasks_by_plan` ON `cooperation_tasks` (`plan_id`,`id`);